package dev.keyhold;

import dev.keyhold.check.Closes;
import dev.keyhold.error.WatchLaggedException;
import dev.keyhold.internal.version.Committed;
import dev.keyhold.internal.version.History;
import dev.keyhold.internal.version.Timeline;
import dev.keyhold.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The watches of a database: where they begin, which are open, and that they end with it. */
final class Watches {
  /** Where a failure is told that nobody asks for. */
  static final System.Logger LOG = System.getLogger("dev.keyhold.watch");

  private final Engine engine;

  /** By identity. One is in here from before it can be seen until it is closed or has failed. */
  private final Set<Watch> open = ConcurrentHashMap.newKeySet();

  Watches(Engine engine) {
    this.engine = engine;
  }

  /**
   * What there is of watches at a moment.
   *
   * @param watches how many are open, subscriptions included
   * @param asleep how many of them wait for a commit
   * @param history what is kept for them
   */
  record State(int watches, int asleep, History.State history) {}

  State state() {
    return new State(open.size(), engine.timeline.sleeping(), engine.timeline.historyState());
  }

  Timeline timeline() {
    return engine.timeline;
  }

  /**
   * Where to begin.
   *
   * @param revision {@link Timeline#NOW}, or one to begin after
   */
  Committed begin(KeyRange range, long revision) {
    engine.requireOpen();
    long newest = engine.timeline.last();
    if (revision > newest) {
      throw new IllegalArgumentException(
          "a watch of %s after revision %,d; the newest is %,d: give one that was seen here, or none to begin now"
              .formatted(range, revision, newest));
    }
    Committed place = engine.timeline.follow(revision);
    if (place == null) {
      throw lagged(range, revision);
    }
    return place;
  }

  WatchLaggedException lagged(KeyRange range, long seen) {
    History.State kept = engine.timeline.historyState();
    return new WatchLaggedException(
        ("a watch of %s wants what came after revision %,d; kept is what came after %,d, the last"
                + " %,d commits (KeyholdBuilder.historyCommitsMax %,d, historyBytesMax %,d,"
                + " historyFromStart); read a snapshot and watch after its revision")
            .formatted(
                range,
                seen,
                kept.oldestRevision(),
                kept.commits(),
                engine.historyCommitsMax,
                engine.historyBytesMax),
        seen,
        kept.oldestRevision());
  }

  void requireOpen() {
    engine.requireOpen();
  }

  /** Before anybody sees it. */
  <W extends Watch> W add(@Closes W watch) {
    open.add(watch);
    try {
      engine.requireOpen();
    } catch (RuntimeException e) {
      open.remove(watch);
      throw e;
    }
    return watch;
  }

  void remove(Watch watch) {
    open.remove(watch);
  }

  /** After the engine says that it is closed: whoever comes later is refused. */
  void close() {
    open.forEach(Watch::close);
  }

  // ── what is told ───────────────────────────────────────────────────────────────────────────

  /** A commit as far as it is in a range. */
  static Commit told(Committed commit, KeyRange range) {
    int count = commit.count();
    if (count == 1) {
      return new Commit(commit.revision(), List.of(change(commit, 0)));
    }
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (range.contains(commit.key(i))) {
        changes.add(change(commit, i));
      }
    }
    return new Commit(commit.revision(), changes);
  }

  private static Change change(Committed commit, int index) {
    Json value = commit.value(index);
    Json before = commit.before(index);
    return new Change(
        commit.key(index),
        commit.isExpiry(index) ? Change.Kind.EXPIRED : kind(value, before),
        Optional.ofNullable(value),
        Optional.ofNullable(before),
        commit.revision());
  }

  private static Change.Kind kind(@Nullable Json value, @Nullable Json before) {
    if (value == null) {
      return Change.Kind.REMOVED;
    }
    return before == null ? Change.Kind.INSERTED : Change.Kind.REPLACED;
  }
}

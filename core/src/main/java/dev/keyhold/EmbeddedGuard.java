package dev.keyhold;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.GuardCoverageException;
import dev.keyhold.error.LimitException;
import dev.keyhold.internal.guard.Claim;
import dev.keyhold.internal.index.Cursor;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.text.CodePoints;
import dev.keyhold.internal.text.Utf8;
import dev.keyhold.internal.version.Timeline;
import dev.keyhold.internal.version.Version;
import dev.keyhold.internal.version.Write;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.json.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A guard on keys of the database in this process. */
final class EmbeddedGuard implements KeyGuard {
  /*
   * Writes wait in a map of their own until they are committed; a removal is an empty value there.
   * What the guard covers cannot change under it, so a read is the map's value, or what is
   * committed; it needs no snapshot.
   */
  private final Engine engine;
  private final Claim claim;
  private final List<KeyRange> ranges;
  private final NavigableMap<String, Optional<Json>> writes = new TreeMap<>(CodePoints.ORDER);
  private volatile boolean closed;

  EmbeddedGuard(Engine engine, Claim claim, List<KeyRange> ranges) {
    this.engine = engine;
    this.claim = claim;
    this.ranges = List.copyOf(ranges);
  }

  // ── reads ──────────────────────────────────────────────────────────────────────────────────

  @Override
  public Optional<Json> get(String key) {
    requireOpen();
    requireCovered(Keys.require(key));
    Optional<Json> own = writes.get(key);
    return own == null ? committed(key) : own;
  }

  private Optional<Json> committed(String key) {
    Entry<Version> entry = engine.find(key);
    Version found = entry == null ? null : engine.timeline.current(entry);
    return found == null ? Optional.empty() : Optional.ofNullable(found.value());
  }

  @Override
  public boolean isExclusive(String key) {
    return claim.covers(Utf8.encode(Keys.require(key))) == Mode.EXCLUSIVE;
  }

  private Mode requireCovered(String key) {
    Mode mode = claim.covers(Utf8.encode(key));
    if (mode == null) {
      throw new GuardCoverageException(
          "the guard does not cover %s but %s; take it on all that is needed, in one request"
              .formatted(Shown.key(key, Shown.CHARS_MAX), claim.target()));
    }
    return mode;
  }

  @Override
  public Scan<Keyhold.Entry> scan(KeyRange range) {
    requireOpen();
    requireCovered(range);
    return new Scan<>(() -> walk(range, false), () -> walk(range, true));
  }

  private void requireCovered(KeyRange range) {
    if (!range.isEmpty() && ranges.stream().noneMatch(each -> contains(each, range))) {
      throw new GuardCoverageException(
          "the guard does not cover all of %s but %s; take it on that range"
              .formatted(range, claim.target()));
    }
  }

  private static boolean contains(KeyRange outer, KeyRange inner) {
    if (CodePoints.compare(outer.fromInclusive(), inner.fromInclusive()) > 0) {
      return false;
    }
    Optional<String> end = outer.toExclusive();
    return end.isEmpty()
        || inner.toExclusive().filter(to -> CodePoints.compare(to, end.get()) <= 0).isPresent();
  }

  /** All of the range at once: what the guard covers does not change, but its own writes do. */
  private Iterator<Keyhold.Entry> walk(KeyRange range, boolean down) {
    requireOpen();
    NavigableMap<String, Keyhold.Entry> found = new TreeMap<>(CodePoints.ORDER);
    if (!range.isEmpty()) {
      Cursor<Version> cursor = Walk.cursor(engine.index, range, false);
      for (Entry<Version> entry = cursor.next(); entry != null; entry = cursor.next()) {
        String key = entry.keyText();
        Engine.entry(key, engine.timeline.current(entry)).ifPresent(each -> found.put(key, each));
      }
      writes.forEach((key, value) -> {
        if (range.contains(key)) {
          overlay(found, key, value);
        }
      });
    }
    return (down ? found.descendingMap() : found).values().iterator();
  }

  private static void overlay(Map<String, Keyhold.Entry> found, String key, Optional<Json> value) {
    if (value.isEmpty()) {
      found.remove(key);
      return;
    }
    Keyhold.Entry old = found.get(key);
    found.put(
        key,
        new Keyhold.Entry(
            key,
            value.get(),
            old == null ? 0 : old.revision(),
            old == null ? 0 : old.createdRevision()));
  }

  // ── writes ─────────────────────────────────────────────────────────────────────────────────

  @Override
  public Optional<Json> insert(String key, @Nullable Object value) {
    return write(key, Optional.of(Json.of(value)));
  }

  @Override
  public Optional<Json> remove(String key) {
    return write(key, Optional.empty());
  }

  private Optional<Json> write(String key, Optional<Json> value) {
    requireOpen();
    if (requireCovered(Keys.require(key)) != Mode.EXCLUSIVE) {
      throw new GuardCoverageException(
          "the guard covers %s for reading only; take it exclusively to write"
              .formatted(Shown.key(key, Shown.CHARS_MAX)));
    }
    Optional<Json> own = writes.get(key);
    Optional<Json> old = own == null ? committed(key) : own;
    if (own == null && writes.size() == engine.commitWritesMax) {
      throw new LimitException(
          "the commit would have more than %,d writes (KeyholdBuilder.commitWritesMax); commit before"
              .formatted(engine.commitWritesMax));
    }
    writes.put(key, value);
    return old;
  }

  @Override
  public long commit() {
    requireOpen();
    engine.requireOpen();
    long revision = Timeline.DEAD;
    while (revision == Timeline.DEAD) {
      List<Write> all = new ArrayList<>(writes.size());
      try {
        long added = collect(all);
        if (all.isEmpty()) {
          writes.clear();
          return engine.timeline.last();
        }
        if (added > 0) {
          engine.requireRoom(added);
        }
        revision = engine.timeline.commit(all);
      } finally {
        all.forEach(each -> engine.tidy(each.entry()));
      }
    }
    writes.clear();
    return revision;
  }

  /** The versions to commit; returns how many keys they add, less those they take. */
  private long collect(List<Write> all) {
    long added = 0;
    for (Map.Entry<String, Optional<Json>> each : writes.entrySet()) {
      Optional<Json> value = each.getValue();
      Entry<Version> entry =
          value.isPresent()
              ? engine.index.findOrCreate(each.getKey())
              : engine.index.find(each.getKey());
      Version old = entry == null ? null : entry.version();
      boolean live = Engine.isLive(old);
      if (entry != null && value.isPresent()) {
        all.add(new Write(entry, Engine.next(old, value.get())));
        added += live ? 0 : 1;
      } else if (entry != null && live) {
        all.add(new Write(entry, Version.removal()));
        added--;
      }
    }
    return added;
  }

  // ── the hold ───────────────────────────────────────────────────────────────────────────────

  @Override
  public void downgrade() {
    requireOpen();
    if (!writes.isEmpty()) {
      throw new IllegalStateException(
          "%,d writes are not committed; commit before giving up the right to write"
              .formatted(writes.size()));
    }
    engine.table.downgrade(claim);
  }

  private void requireOpen() {
    if (closed) {
      throw new GuardClosedException(
          "the guard of %s has been closed; take another one".formatted(claim.target()));
    }
    claim.used();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    claim.release();
  }

  @Override
  public String toString() {
    return "guard of " + claim.target() + (closed ? " (closed)" : "");
  }
}

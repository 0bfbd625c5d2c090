package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.text.CodePoints;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Random commits, and watches of random ranges from random revisions, against the list of all
 * commits: each watch tells exactly those of its range, and what it tells, put over what was there
 * where it began, is what is there now.
 */
class WatchModelTest {
  private static final int STEPS = 600;
  private static final String[] PARTS = {"a", "b", "ab", "\0", "\uFF5E", "\uD83D\uDE00", "é", "x:"};

  private final RandomGenerator random = Seeds.random(this);
  private final Keyhold db = Keyhold.builder().historyFromStart().open();

  /** All that was committed; the commit of revision n is at n - 1. */
  private final List<Commit> commits = new ArrayList<>();

  /** What was there at each revision. */
  private final List<NavigableMap<String, Json>> states = new ArrayList<>();

  private record Followed(Watch watch, KeyRange range, long from, List<Commit> told) {}

  private final List<Followed> open = new ArrayList<>();

  @RepeatedTest(4)
  void watches_besideAnyCommits_tellThoseOfTheirRange() throws Exception {
    states.add(new TreeMap<>(CodePoints.ORDER));
    try (db) {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0 -> open.add(follow());
          case 1 -> {
            if (!open.isEmpty()) {
              check(open.remove(random.nextInt(open.size())));
            }
          }
          case 2 -> {
            for (Followed each : open) {
              fetch(each, random.nextInt(3));
            }
          }
          case 3, 4 -> commitSeveral();
          default -> commitOne();
        }
      }
      assertThat(db.revision()).isEqualTo(commits.size());
      for (Followed each : open) {
        check(each);
      }
    }
  }

  private Followed follow() {
    KeyRange range = range();
    boolean now = random.nextBoolean();
    long from = now ? commits.size() : random.nextInt(commits.size() + 1);
    WatchRequest request = db.watching(range);
    if (!now) {
      request.after(from);
    }
    List<Commit> told = Collections.synchronizedList(new ArrayList<>());
    Watch watch = random.nextBoolean() ? request.commits(told::add) : request.open();
    return new Followed(watch, range, from, told);
  }

  private static void fetch(Followed followed, int count) throws InterruptedException {
    if (followed.watch() instanceof WatchIterator iterator) {
      Optional<Commit> next = Optional.empty();
      for (int i = 0; i < count; i++) {
        next = iterator.next(Duration.ZERO);
        next.ifPresent(followed.told()::add);
      }
    }
  }

  private void check(Followed followed) throws InterruptedException {
    List<Commit> expected = new ArrayList<>();
    for (Commit each : commits.subList((int) followed.from(), commits.size())) {
      List<Change> changes =
          each.changes().stream().filter(it -> followed.range().contains(it.key())).toList();
      if (!changes.isEmpty()) {
        expected.add(new Commit(each.revision(), changes));
      }
    }
    if (followed.watch() instanceof WatchIterator iterator) {
      while (followed.told().size() < expected.size()) {
        followed.told().add(iterator.next());
      }
      assertThat(iterator.next(Duration.ZERO)).isEmpty();
    }
    Await.until("caught up", () -> followed.watch().revision() == commits.size());
    assertThat(followed.told()).isEqualTo(expected);
    NavigableMap<String, Json> replica = part(states.get((int) followed.from()), followed.range());
    for (Commit each : followed.told()) {
      for (Change change : each.changes()) {
        change
            .value()
            .ifPresentOrElse(
                value -> replica.put(change.key(), value), () -> replica.remove(change.key()));
      }
    }
    assertThat(replica).isEqualTo(part(states.getLast(), followed.range()));
    followed.watch().close();
  }

  private void commitOne() {
    String key = key();
    NavigableMap<String, Json> state = new TreeMap<>(states.getLast());
    Optional<Json> value =
        random.nextInt(3) == 0 ? Optional.empty() : Optional.of(Json.of(random.nextInt(100)));
    Optional<Json> before = Optional.ofNullable(state.get(key));
    if (value.isPresent()) {
      db.insert(key, value.get());
      state.put(key, value.get());
    } else {
      db.remove(key);
      state.remove(key);
    }
    if (value.isPresent() || before.isPresent()) {
      commits.add(new Commit(commits.size() + 1L, List.of(change(key, value, before))));
      states.add(state);
    }
  }

  private Change change(String key, Optional<Json> value, Optional<Json> before) {
    Change.Kind kind =
        value.isEmpty()
            ? Change.Kind.REMOVED
            : before.isEmpty() ? Change.Kind.INSERTED : Change.Kind.REPLACED;
    return new Change(key, kind, value, before, commits.size() + 1L);
  }

  private void commitSeveral() throws InterruptedException {
    NavigableMap<String, Json> old = states.getLast();
    NavigableMap<String, Json> state = new TreeMap<>(old);
    NavigableMap<String, Optional<Json>> writes = new TreeMap<>(CodePoints.ORDER);
    try (KeyGuard guard = db.lock(KeyRange.all())) {
      for (int i = random.nextInt(6); i >= 0; i--) {
        String key = key();
        if (random.nextInt(3) == 0) {
          guard.remove(key);
          state.remove(key);
          writes.put(key, Optional.empty());
        } else {
          Json value = Json.of(random.nextInt(100));
          guard.insert(key, value);
          state.put(key, value);
          writes.put(key, Optional.of(value));
        }
      }
      guard.commit();
    }
    List<Change> changes = new ArrayList<>();
    writes.forEach((key, value) -> {
      Optional<Json> before = Optional.ofNullable(old.get(key));
      if (value.isPresent() || before.isPresent()) {
        changes.add(change(key, value, before));
      }
    });
    if (!changes.isEmpty()) {
      commits.add(new Commit(commits.size() + 1L, changes));
      states.add(state);
    }
  }

  private static NavigableMap<String, Json> part(NavigableMap<String, Json> map, KeyRange range) {
    NavigableMap<String, Json> part = new TreeMap<>(CodePoints.ORDER);
    map.forEach((key, value) -> {
      if (range.contains(key)) {
        part.put(key, value);
      }
    });
    return part;
  }

  private String key() {
    StringBuilder key = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      key.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return key.toString();
  }

  private KeyRange range() {
    String one = key();
    String other = key();
    boolean up = CodePoints.compare(one, other) <= 0;
    return switch (random.nextInt(6)) {
      case 0 -> KeyRange.all();
      case 1 -> KeyRange.prefix(one);
      case 2 -> KeyRange.after(one);
      case 3 -> KeyRange.atMost(one);
      case 4 -> KeyRange.only(one);
      default -> up ? KeyRange.closed(one, other) : KeyRange.open(other, one);
    };
  }
}

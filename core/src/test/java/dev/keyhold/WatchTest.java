package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.WatchLaggedException;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Await;
import dev.keyhold.sync.Job;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches that call back, and what all have in common. */
class WatchTest {
  private final EmbeddedKeyhold db =
      (EmbeddedKeyhold) Keyhold.builder().historyCommitsMax(8).historyFromStart().open();
  private final List<Change> told = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void nothingIsLeft() {
    db.close();
    assertThat(db.engine.watches.state().watches()).isZero();
  }

  private void caughtUp(Watch watch) {
    Await.until("caught up", () -> watch.revision() == db.engine.timeline.last());
  }

  private static Throwable failure(Watch watch) {
    CompletableFuture<Void> completion = watch.completion();
    Await.until("it fails", completion::isDone);
    return completion.exceptionNow();
  }

  @Test
  void watch_theShortForm_tellsEveryChangeInTheRangeInOrder() {
    db.insert("user:0", "before the watch");
    Watch watch = db.watch(KeyRange.prefix("user:"), change -> told.add(change));
    db.insert("user:1", 1);
    db.insert("other", 2);
    db.insert("user:1", 3);
    db.remove("user:1");
    caughtUp(watch);
    assertThat(told)
        .containsExactly(
            new Change(
                "user:1", Change.Kind.INSERTED, Optional.of(Json.of(1)), Optional.empty(), 2),
            new Change(
                "user:1",
                Change.Kind.REPLACED,
                Optional.of(Json.of(3)),
                Optional.of(Json.of(1)),
                4),
            new Change(
                "user:1", Change.Kind.REMOVED, Optional.empty(), Optional.of(Json.of(3)), 5));
    assertThat(watch.range()).isEqualTo(KeyRange.prefix("user:"));
    assertThat(watch).hasToString("watch of [\"user:\", \"user;\") at revision 5");
  }

  @Test
  void commits_aGuardsCommit_isToldWholeAndOnlyWhatIsInTheRange() throws Exception {
    db.insert("b", 0);
    List<Commit> commits = Collections.synchronizedList(new ArrayList<>());
    Watch watch = db.watching(KeyRange.closed("b", "d")).commits(commits::add);
    try (KeyGuard guard = db.lock("a", "b", "c", "d", "e")) {
      for (String key : List.of("e", "d", "c", "a")) {
        guard.insert(key, 1);
      }
      guard.insert("c", 2);
      guard.remove("b");
      guard.commit();
    }
    caughtUp(watch);
    assertThat(commits).hasSize(1);
    assertThat(commits.getFirst().changes()).extracting(Change::key).containsExactly("b", "c", "d");
    assertThat(commits.getFirst().changes())
        .extracting(Change::kind)
        .containsExactly(Change.Kind.REMOVED, Change.Kind.INSERTED, Change.Kind.INSERTED);
    assertThat(commits.getFirst().changes().get(1).value()).contains(Json.of(2));
  }

  @Test
  void each_aCallbackThatReads_seesWhatItIsToldOf() {
    Watch watch =
        db.watch(
            KeyRange.all(),
            change -> {
              if (db.entry(change.key()).orElseThrow().revision() >= change.revision()) {
                told.add(change);
              }
            });
    for (int i = 0; i < 500; i++) {
      db.insert("a", i);
      caughtUp(watch);
    }
    assertThat(told).hasSize(500);
  }

  // ── where it begins ────────────────────────────────────────────────────────────────────────

  @Test
  void after_aRevisionStillKept_tellsAllThatCameLater() {
    for (int i = 1; i <= 5; i++) {
      db.insert("k" + i, i);
    }
    Watch all = db.watching(KeyRange.all()).after(0).each(told::add);
    caughtUp(all);
    assertThat(told).extracting(Change::revision).containsExactly(1L, 2L, 3L, 4L, 5L);
    told.clear();
    Watch some = db.watching(KeyRange.all()).after(3).each(told::add);
    caughtUp(some);
    assertThat(told).extracting(Change::key).containsExactly("k4", "k5");
  }

  @Test
  void after_theFirstSnapshotOfADatabaseThatNobodyWatched_missesNothing() throws Exception {
    try (Keyhold fresh = Keyhold.inMemory()) {
      fresh.insert("a", 1);
      try (Snapshot then = fresh.snapshot()) {
        fresh.insert("a", 2);
        fresh.insert("b", 3);
        try (WatchIterator watch = fresh.watching(KeyRange.all()).after(then.revision()).open()) {
          assertThat(watch.next().revision()).isEqualTo(2);
          assertThat(watch.next().changes().getFirst().key()).isEqualTo("b");
        }
      }
    }
  }

  @Test
  void after_whatIsNotKept_isLagAtOnceWithTheWayOut() {
    try (Keyhold fresh = Keyhold.inMemory()) {
      fresh.insert("a", 1);
      WatchRequest request = fresh.watching(KeyRange.all()).after(0);
      assertThatThrownBy(() -> request.each(told::add))
          .isInstanceOfSatisfying(
              WatchLaggedException.class,
              e -> {
                assertThat(e.seenRevision()).isZero();
                assertThat(e.resumeRevision()).isEqualTo(1);
              })
          .hasMessageContaining("historyFromStart")
          .hasMessageContaining("historyCommitsMax 100,000");
      request.after(1).each(told::add).close();
    }
  }

  @Test
  void after_theFutureOrANegative_isRefused() {
    db.insert("a", 1);
    WatchRequest request = db.watching(KeyRange.all());
    assertThatThrownBy(() -> request.after(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> request.after(2).each(told::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("after revision 2; the newest is 1");
    assertThatThrownBy(() -> request.each(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> request.commits(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> db.watching(null)).isInstanceOf(NullPointerException.class);
    assertThat(db.engine.watches.state().watches()).isZero();
  }

  @Test
  void watching_aClosedDatabase_isRefused() {
    WatchRequest request = db.watching(KeyRange.all());
    db.close();
    assertThatThrownBy(() -> request.each(told::add)).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> request.open().close()).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> db.watching(KeyRange.all())).isInstanceOf(ClosedException.class);
  }

  @Test
  void historyMax_belowOne_isRefused() {
    KeyholdBuilder builder = Keyhold.builder();
    assertThatThrownBy(() -> builder.historyCommitsMax(0))
        .hasMessage("historyCommitsMax is 0; at least 1 is needed");
    assertThatThrownBy(() -> builder.historyBytesMax(0))
        .hasMessage("historyBytesMax is 0; at least 1 is needed");
  }

  @Test
  void watches_besideManyWriters_tellEachRevisionOnceInOrder() {
    try (Keyhold wide = Keyhold.builder().historyFromStart().open()) {
      wide.insert("k", 0);
      List<Long> seen = Collections.synchronizedList(new ArrayList<>());
      List<Job<Void>> writers =
          IntStream.range(0, 3)
              .mapToObj(writer ->
                  Job.<Void>startVirtual(
                      "writer " + writer,
                      () -> {
                        for (int i = 0; i < 2_000; i++) {
                          wide.insert("k" + (i + writer) % 5, i);
                        }
                        return null;
                      }))
              .toList();
      Watch watch = wide.watching(KeyRange.all()).after(0).commits(c -> seen.add(c.revision()));
      writers.forEach(Job::result);
      Await.until("caught up", () -> watch.revision() == wide.revision());
      assertThat(seen).containsExactlyElementsOf(LongStream.rangeClosed(1, 6_001).boxed().toList());
    }
  }

  // ── too slow ───────────────────────────────────────────────────────────────────────────────

  @Test
  void each_slowerThanTheHistoryIsLong_lagsAndDelaysNoWriter() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Watch watch =
        db.watch(
            KeyRange.all(),
            change -> {
              entered.countDown();
              told.add(change);
              await(go);
            });
    db.insert("a", 1);
    entered.await();
    for (int i = 2; i <= 20; i++) {
      db.insert("a", i);
    }
    go.countDown();
    assertThat(failure(watch))
        .isInstanceOfSatisfying(
            WatchLaggedException.class,
            e -> {
              assertThat(e.seenRevision()).isEqualTo(1);
              assertThat(e.resumeRevision()).isEqualTo(12);
            });
    assertThat(told).hasSize(1);
    assertThat(watch.isClosed()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void revision_commitsElsewhere_goesOnAndDoesNotLag() {
    Watch watch = db.watch(KeyRange.only("a"), told::add);
    for (int i = 0; i < 100; i++) {
      db.insert("b", i);
      caughtUp(watch);
    }
    db.insert("a", 1);
    caughtUp(watch);
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().revision()).isEqualTo(101);
  }

  @Test
  void history_countAndBytes_areBothKept() throws Exception {
    for (int i = 0; i < 20; i++) {
      db.insert("a", i);
    }
    assertThat(db.engine.watches.state().history().commits()).isEqualTo(8);
    assertThat(db.engine.watches.state().history().oldestRevision()).isEqualTo(12);
    try (EmbeddedKeyhold small =
        (EmbeddedKeyhold) Keyhold.builder().historyBytesMax(1_000).historyFromStart().open()) {
      for (int i = 0; i < 20; i++) {
        small.insert("a", "x".repeat(100));
      }
      assertThat(small.engine.watches.state().history().bytes()).isBetween(300L, 1_000L);
      small.insert("a", "x".repeat(5_000));
      assertThat(small.engine.watches.state().history().commits()).isEqualTo(1);
    }
  }

  // ── many ───────────────────────────────────────────────────────────────────────────────────

  @Test
  void watches_tenThousand_eachIsToldItsOwn() {
    int count = 10_000;
    AtomicInteger[] calls = new AtomicInteger[count];
    List<Watch> watches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AtomicInteger mine = new AtomicInteger();
      calls[i] = mine;
      watches.add(db.watch(KeyRange.prefix("user:" + i + ":"), _ -> mine.incrementAndGet()));
    }
    assertThat(db.engine.watches.state().watches()).isEqualTo(count);
    Await.until("all sleep", () -> db.engine.watches.state().asleep() == count);
    for (int i = 0; i < count; i += 1_000) {
      db.insert("user:" + i + ":name", i);
      caughtUp(watches.get(i));
    }
    watches.forEach(this::caughtUp);
    for (int i = 0; i < count; i++) {
      assertThat(calls[i]).hasValue(i % 1_000 == 0 ? 1 : 0);
    }
  }
}

package dev.keyhold.internal.guard;

import static dev.keyhold.internal.wait.Mode.EXCLUSIVE;
import static dev.keyhold.internal.wait.Mode.SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.LimitException;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.sync.Await;
import dev.keyhold.sync.Job;
import dev.keyhold.sync.Locks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The promises G1 to G14 for keys and ranges, step by step. */
@Timeout(120)
class GuardTableTest extends GuardTableFixture {

  @Test
  void g01_placeInLine_isFixedWhenTheRequestIsMade() {
    Claim first = held(key("a", EXCLUSIVE));
    CompletableFuture<Claim> second = ask(key("a", EXCLUSIVE));
    CompletableFuture<Claim> third = ask(key("a", EXCLUSIVE));
    assertThat(third).isNotDone();
    first.release();
    assertThat(third).isNotDone();
    granted(second).release();
    granted(third).release();
  }

  @ParameterizedTest
  @CsvSource({"key", "keys", "range", "all"})
  void g02_tryForm_failsWhileAConflictingRequestWaits(String what) {
    Claim reader = held(key("a", SHARED));
    CompletableFuture<Claim> writer =
        ask(
            switch (what) {
              case "key" -> key("a", EXCLUSIVE);
              case "keys" -> keys("a", "b");
              case "range" -> range("a", "c", EXCLUSIVE);
              default -> all(EXCLUSIVE);
            });
    assertThat(writer).isNotDone();
    assertThat(table.tryAcquire(key("a", SHARED))).isFalse();
    assertThat(table.tryAcquire(range(null, "b", SHARED))).isFalse();
    assertThat(table.tryAcquire(all(SHARED))).isFalse();
    Claim other = key("b", SHARED);
    assertThat(table.tryAcquire(other)).isEqualTo(what.equals("key"));
    assertThat(table.check()).isEmpty();
    writer.cancel(true);
    other.release();
    held(all(SHARED)).release();
    reader.release();
  }

  @ParameterizedTest
  @CsvSource({"a", "b", "c"})
  void g02_severalKeysOneOfThemHeld_takesNoneAndWaitsInLine(String heldKey) {
    Claim holder = held(key(heldKey, EXCLUSIVE));
    assertThat(table.tryAcquire(keys("a", "b", "c"))).isFalse();
    for (String each : List.of("a", "b", "c")) {
      if (!each.equals(heldKey)) {
        held(key(each, EXCLUSIVE)).release();
      }
    }
    Job<Claim> job =
        Job.start(
            "waits",
            () -> {
              Claim claim = keys("a", "b", "c");
              table.acquire(claim, FOR_EVER);
              return claim;
            });
    awaitWaiters(1);
    assertThat(table.check()).isEmpty();
    assertThat(table.tryAcquire(key(heldKey.equals("a") ? "b" : "a", SHARED))).isFalse();
    holder.release();
    job.result().release();
  }

  @ParameterizedTest
  @CsvSource({"b,true", "d,false"})
  void g14_severalKeysBesideARange_areHeldOnlyIfItExcludesThem(String to, boolean excluded) {
    Claim range = held(range(null, to, EXCLUSIVE));
    Claim several = keys("b", "c");
    assertThat(table.tryAcquire(several)).isEqualTo(excluded);
    assertThat(table.check()).isEmpty();
    if (excluded) {
      several.release();
    }
    range.release();
  }

  @Test
  void g03_release_handsOverDirectly() {
    Claim first = held(key("a", EXCLUSIVE));
    CompletableFuture<Claim> second = ask(key("a", EXCLUSIVE));
    first.release();
    assertThat(table.tryAcquire(key("a", SHARED))).isFalse();
    granted(second).release();
  }

  @Test
  void g04_readerBehindAWaitingWriter_queuesBehindIt() {
    Claim reading = held(key("a", SHARED));
    CompletableFuture<Claim> writer = ask(key("a", EXCLUSIVE));
    CompletableFuture<Claim> reader = ask(key("a", SHARED));
    CompletableFuture<Claim> reader2 = ask(range("a", "b", SHARED));
    CompletableFuture<Claim> writer2 = ask(key("a", EXCLUSIVE));
    CompletableFuture<Claim> reader3 = ask(key("a", SHARED));
    assertThat(List.of(writer, reader, reader2, writer2, reader3)).noneMatch(f -> f.isDone());
    reading.release();
    assertThat(reader).isNotDone();
    granted(writer).release();
    granted(reader);
    granted(reader2);
    assertThat(reader3).as("behind the next writer").isNotDone();
    granted(reader).release();
    assertThat(writer2).isNotDone();
    granted(reader2).release();
    granted(writer2).release();
    granted(reader3).release();
  }

  @ParameterizedTest
  @CsvSource({"key", "keys", "range"})
  void g05_downgrade_letsReadersInAndNoWriter(String what) {
    Claim writing =
        held(
            switch (what) {
              case "key" -> key("a", EXCLUSIVE);
              case "keys" -> keys("a", "b");
              default -> range("a", "c", EXCLUSIVE);
            });
    CompletableFuture<Claim> reader = ask(key("a", SHARED));
    CompletableFuture<Claim> ranging = ask(range("a", "b", SHARED));
    CompletableFuture<Claim> writer = ask(key("a", EXCLUSIVE));
    CompletableFuture<Claim> ranging2 = ask(range("a", "b", SHARED));
    table.downgrade(writing);
    assertThat(table.check()).isEmpty();
    assertThat(writing.mode()).isEqualTo(SHARED);
    granted(reader);
    granted(ranging);
    assertThat(writer).isNotDone();
    assertThat(ranging2).isNotDone();
    granted(reader).release();
    granted(ranging).release();
    assertThat(writer).isNotDone();
    writing.release();
    granted(writer).release();
    granted(ranging2).release();
    table.downgrade(writing);
  }

  @Test
  void g05_downgradeOfAThinToken_letsReadersBesideIt() {
    Claim writing = held(key("a", EXCLUSIVE));
    table.downgrade(writing);
    Claim reader = held(key("a", SHARED));
    assertThat(table.tryAcquire(key("a", EXCLUSIVE))).isFalse();
    writing.release();
    reader.release();
  }

  @Test
  void g06_cancelledWriterBetweenReaders_letsTheSecondInAtOnce() {
    Claim reading = held(key("a", SHARED));
    CompletableFuture<Claim> writer = ask(key("a", EXCLUSIVE));
    CompletableFuture<Claim> reader = ask(key("a", SHARED));
    assertThat(reader).isNotDone();
    assertThat(writer.cancel(true)).isTrue();
    assertThat(table.check()).isEmpty();
    granted(reader);
    granted(reader).release();
    reading.release();
  }

  @Test
  void g06_cancelledRangeBetweenReaders_letsTheSecondInAtOnce() {
    Claim reading = held(key("a", SHARED));
    CompletableFuture<Claim> writer = ask(all(EXCLUSIVE));
    CompletableFuture<Claim> reader = ask(key("a", SHARED));
    CompletableFuture<Claim> absent = ask(key("x", EXCLUSIVE));
    CompletableFuture<Claim> ranging = ask(range(null, "b", SHARED));
    assertThat(List.of(writer, reader, absent, ranging)).noneMatch(f -> f.isDone());
    assertThat(writer.cancel(true)).isTrue();
    granted(reader).release();
    granted(ranging).release();
    granted(absent).release();
    reading.release();
  }

  @Test
  void g06_timeOutAndInterrupt_leaveTheLineAtOnce() {
    Claim reading = held(key("a", SHARED));
    Job<Boolean> timed =
        Job.start(
            "timed", () -> table.acquire(key("a", EXCLUSIVE), Duration.ofMillis(1).toNanos()));
    assertThat(timed.result()).isFalse();
    Job<Boolean> interrupted =
        Job.start("interrupted", () -> table.acquire(keys("b", "a"), FOR_EVER));
    awaitWaiters(1);
    CompletableFuture<Claim> reader = ask(key("a", SHARED));
    assertThat(reader).isNotDone();
    interrupted.interrupt();
    assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    granted(reader).release();
    reading.release();
  }

  @Test
  void g06_interruptOfAnUninterruptibleWait_isKept() {
    Claim holder = held(key("a", EXCLUSIVE));
    Job<Boolean> job =
        Job.start(
            "uninterruptible",
            () -> {
              Claim claim = key("a", EXCLUSIVE);
              boolean acquired = table.acquireUninterruptibly(claim, FOR_EVER);
              claim.release();
              return acquired && Thread.interrupted();
            });
    awaitWaiters(1);
    Await.parked(job.thread());
    job.interrupt();
    holder.release();
    assertThat(job.result()).isTrue();
  }

  @Test
  void g06_interruptBefore_asksForNothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> table.acquire(key("a", EXCLUSIVE), FOR_EVER))
        .isInstanceOf(InterruptedException.class);
    assertThat(table.isEmpty()).isTrue();
  }

  @Test
  void g07_grantedAndCancelledInTheSameMoment_passesTheGrantOn() {
    Claim first = held(key("a", EXCLUSIVE));
    List<CompletableFuture<Claim>> asked = new ArrayList<>();
    // The maker runs between grant and delivery: there the future is given up.
    asked.add(
        table.acquireAsync(
            key("a", EXCLUSIVE),
            null,
            granted -> {
              assertThat(asked.getFirst().cancel(true)).isTrue();
              return granted;
            }));
    CompletableFuture<Claim> next = ask(key("a", EXCLUSIVE));
    first.release();
    assertThat(asked.getFirst()).isCancelled();
    granted(next).release();
  }

  @Test
  void g07_taskThatGivesUpItsGrant_mayAskAgainBeforeItIsPassedOn() {
    Owner task = Owner.named("task");
    Claim first = held(key("a", EXCLUSIVE));
    List<CompletableFuture<Claim>> asked = new ArrayList<>();
    asked.add(
        table.acquireAsync(
            key("a", EXCLUSIVE),
            task,
            granted -> {
              assertThat(asked.getFirst().cancel(true)).isTrue();
              asked.add(ask(key("a", EXCLUSIVE), task));
              return granted;
            }));
    first.release();
    granted(asked.getLast()).release();
  }

  @Test
  void g07_grantThatNobodyPicksUp_isListedAsSuch() {
    Claim claim = granted(ask(key("a", EXCLUSIVE)));
    assertThat(table.report().holders()).singleElement().matches(GuardReport.Holder::unclaimed);
    claim.used();
    assertThat(table.report().holders()).singleElement().matches(h -> !h.unclaimed());
    claim.release();
  }

  @Test
  void g01g08g10_hundredThousandCallbacksThatRelease_runInOrderAndDoNotGrowTheStack() {
    int count = 100_000;
    Locks.Detail before = Locks.record(Locks.Detail.NOTHING);
    // Plain: guarded by the key.
    int[] inOrder = new int[1];
    AtomicInteger run = new AtomicInteger();
    Claim first = held(key("a", EXCLUSIVE));
    for (int i = 0; i < count; i++) {
      int place = i;
      var _ =
          table
              .acquireAsync(key("a", EXCLUSIVE), null, granted -> granted)
              .thenAccept(granted -> {
                inOrder[0] += inOrder[0] == place ? 1 : 0;
                granted.release();
                run.incrementAndGet();
              });
    }
    first.release();
    Await.until("all run", () -> run.get() == count);
    assertThat(inOrder[0]).isEqualTo(count);
    Locks.record(before);
  }

  @Test
  void g08_callbackThatThrowsOrAsksAgain_breaksNothing() {
    Claim first = held(key("a", EXCLUSIVE));
    var throwing =
        ask(key("a", EXCLUSIVE))
            .thenAccept(granted -> {
              granted.release();
              throw new IllegalStateException("of the callback");
            });
    var asking =
        ask(key("a", EXCLUSIVE))
            .thenCompose(granted -> {
              CompletableFuture<Claim> again = ask(key("a", EXCLUSIVE));
              granted.release();
              return again;
            });
    first.release();
    assertThat(throwing).isCompletedExceptionally();
    granted(asking).release();
  }

  @Test
  void g08_guardThatCannotBeMade_failsTheFutureAndReleases() {
    CompletableFuture<Claim> asked =
        table.acquireAsync(
            keys("a", "b"),
            null,
            granted -> {
              throw new IllegalStateException("closed");
            });
    assertThat(asked).isCompletedExceptionally();
    assertThat(asked.exceptionNow()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void g09_release_isIdempotentAndAnyThreadMayCallIt() {
    for (Claim claim : List.of(key("a", EXCLUSIVE), keys("a", "b"), all(EXCLUSIVE))) {
      held(claim);
      Job.start(
              "closer",
              () -> {
                claim.release();
                return "";
              })
          .result();
      claim.release();
      Claim other = held(all(EXCLUSIVE));
      claim.release();
      assertThat(table.tryAcquire(key("a", SHARED))).as("still the other's").isFalse();
      other.release();
    }
  }

  @Test
  void g12_report_tellsHoldersAndWaitersByKeyAndRange() {
    Claim range = held(range("m", "n", SHARED));
    Claim key = held(key("a", EXCLUSIVE));
    Entry entry = entry("b");
    Token plain = table.acquirePlain(entry, FOR_EVER);
    assertThat(plain).as("no allocation: the entry itself").isSameAs(entry);
    Job<String> waiter =
        Job.start(
            "patient",
            () -> {
              Claim claim = keys("a", "mm");
              table.acquire(claim, FOR_EVER);
              claim.release();
              return "";
            });
    awaitWaiters(1);
    GuardReport report = table.report();
    assertThat(report.holders())
        .extracting(holder -> holder.place() + " " + holder.mode() + " " + holder.task())
        .containsExactlyInAnyOrder(
            "range ['m', 'n') SHARED " + Thread.currentThread().getName(),
            "key 'a' EXCLUSIVE " + Thread.currentThread().getName(),
            "key 'b' EXCLUSIVE a plain write");
    assertThat(report.holders().getFirst().acquiredAt()).isPresent();
    assertThat(report.holders().getFirst().sinceNanos()).isPresent();
    assertThat(report.holders().getFirst().thread()).contains(Thread.currentThread());
    GuardReport.Waiting waiting = report.waiters().getFirst();
    assertThat(waiting.thread()).contains(waiter.thread());
    assertThat(waiting.task()).isEqualTo("patient");
    assertThat(waiting.places()).hasToString("[key 'mm', key 'a']").hasSize(2);
    assertThat(waiting.requestedAt().orElseThrow().getClassName())
        .isEqualTo(GuardTableTest.class.getName());
    assertThat(report.toString()).contains("patient waits for", "a plain write");
    table.releasePlain(plain);
    key.release();
    range.release();
    waiter.result();
  }

  @Test
  void g14_range_coversKeysThatDoNotExist_andNoOthers() {
    Claim range = held(range("user:", "user;", EXCLUSIVE));
    assertThat(table.tryAcquire(key("user:unborn", SHARED))).isFalse();
    assertThat(table.tryAcquire(key("user:", SHARED))).isFalse();
    held(key("user;", EXCLUSIVE)).release();
    held(key("account:1", EXCLUSIVE)).release();
    held(key("user", EXCLUSIVE)).release();
    held(range("user;", null, EXCLUSIVE)).release();
    held(range(null, "user:", EXCLUSIVE)).release();
    assertThat(table.tryAcquire(all(SHARED))).isFalse();
    range.release();
  }

  @Test
  void g14_range_comparesBytesUnsigned() {
    Claim range = held(range("\u00e9", null, EXCLUSIVE));
    held(key("z", EXCLUSIVE)).release();
    assertThat(table.tryAcquire(key("\ud83d\ude00", SHARED))).isFalse();
    range.release();
  }

  @Test
  void g14_wholeDatabase_waitsForEveryHolderAndNewcomersForIt() {
    List<Claim> holders = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      holders.add(held(key("key" + i, i % 2 == 0 ? SHARED : EXCLUSIVE)));
    }
    CompletableFuture<Claim> whole = ask(all(EXCLUSIVE));
    CompletableFuture<Claim> late = ask(key("late", EXCLUSIVE));
    for (Claim holder : holders) {
      assertThat(whole).isNotDone();
      holder.release();
    }
    assertThat(late).isNotDone();
    granted(whole).release();
    granted(late).release();
  }

  @Test
  void ranges_overTheirBound_areRefusedAndNothingIsTaken() {
    List<Claim> ranges = new ArrayList<>();
    for (int i = 0; i < Gate.RANGES_MAX; i++) {
      ranges.add(held(range("r" + (10_000 + i), "r" + (10_000 + i) + "z", EXCLUSIVE)));
    }
    ClaimBuilder mixed =
        table.claims().key(bytes("a"), 1, EXCLUSIVE).range(null, bytes("b"), SHARED);
    Claim tooMany = mixed.build();
    assertThatThrownBy(() -> table.tryAcquire(tooMany))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("10,002")
        .hasMessageContaining("10,000");
    assertThat(ask(range(null, "b", SHARED))).isCompletedExceptionally();
    held(key("a", EXCLUSIVE)).release();
    ranges.forEach(Claim::release);
  }
}

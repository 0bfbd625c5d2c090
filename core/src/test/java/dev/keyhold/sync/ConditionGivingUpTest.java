package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits for a condition that end otherwise: out of time, interrupted, cancelled. */
@Timeout(120)
class ConditionGivingUpTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("given"), () -> new int[1]);

  @AfterEach
  void everythingIsFree() {
    Await.free(mutex);
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
  }

  private static boolean positive(int[] data) {
    return data[0] > 0;
  }

  private static boolean never(int[] data) {
    return false;
  }

  private void increment() {
    mutex.with(data -> data[0]++);
  }

  /** Holds the mutex and runs what is asked of it, then says how the guard was and closes it. */
  private Job<String> awaiting(Predicate<int[]> condition, Duration timeout) {
    return Job.start(
        "awaiting",
        () -> {
          try (Guard<int[]> guard = mutex.lock()) {
            try {
              boolean met = mutex.awaitUntil(guard, condition, timeout);
              return said(guard, met ? "met" : "out of time");
            } catch (InterruptedException e) {
              return said(guard, "interrupted");
            }
          }
        });
  }

  private static String said(Guard<int[]> guard, String how) {
    return how
        + (guard.isClosed() ? ", closed" : ", open")
        + (Thread.currentThread().isInterrupted() ? ", flagged" : "");
  }

  @Test
  void awaitUntil_outOfTimeOnAFreeMutex_hasItAgain() {
    assertThat(awaiting(ConditionGivingUpTest::never, SHORT).result())
        .isEqualTo("out of time, open");
  }

  @Test
  void awaitUntil_zero_testsAndKeepsTheMutex() throws Exception {
    try (Guard<int[]> guard = mutex.lock()) {
      CompletableFuture<Guard<int[]>> behind = mutex.lockAsync();
      assertThat(mutex.awaitUntil(guard, ConditionGivingUpTest::never, Duration.ZERO)).isFalse();
      assertThat(mutex.awaitUntil(guard, data -> data[0] == 0, Duration.ZERO)).isTrue();
      assertThat(behind).isNotDone();
      assertThat(behind.cancel(true)).isTrue();
    }
  }

  @Test
  void awaitUntil_interruptedOnAFreeMutex_hasItAgain() {
    Job<String> job = awaiting(ConditionGivingUpTest::never, LONG);
    Await.dormant(mutex, 1);
    job.interrupt();
    assertThat(job.result()).isEqualTo("interrupted, open");
  }

  @Test
  void awaitUntil_interruptedBefore_keepsTheMutex() throws Exception {
    try (Guard<int[]> guard = mutex.lock()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> mutex.awaitUntil(guard, data -> true))
          .isInstanceOf(InterruptedException.class);
      assertThat(said(guard, "interrupted")).isEqualTo("interrupted, open");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void awaitUntil_givenUpWhileAnotherHasTheMutex_hasItAgainAtItsPlaceInLine(boolean interrupted)
      throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Job<String> job =
        Job.start(
            "awaiting",
            () -> {
              try (Guard<int[]> guard = mutex.lock()) {
                held.countDown();
                goOn.await();
                String end;
                try {
                  Duration timeout = interrupted ? LONG : SHORT;
                  end = mutex.awaitUntil(guard, ConditionGivingUpTest::never, timeout) + "";
                } catch (InterruptedException e) {
                  end = "interrupted";
                }
                guard.get()[0] = 5;
                return said(guard, end);
              }
            });
    held.await();
    // In line before, so that it has the mutex from the moment it is given away.
    CompletableFuture<Guard<int[]>> another = mutex.lockAsync();
    goOn.countDown();
    Await.until("given away", another::isDone);
    CompletableFuture<Integer> behind = mutex.submit(data -> data[0]);
    CompletableFuture<Guard<int[]>> last = mutex.lockAsync();
    if (interrupted) {
      job.interrupt();
      Await.until("noticed", () -> !job.thread().isInterrupted());
    } else {
      // Out of time: the wait has no limit any more, which shows in the thread's state.
      Await.until("noticed", () -> job.thread().getState() == Thread.State.WAITING);
    }
    Await.parked(job.thread());
    assertThat(mutex.report().waiters()).hasSize(3);
    granted(another).close();
    assertThat(job.result()).isEqualTo(interrupted ? "interrupted, open" : "false, open");
    assertThat(behind.join()).as("it was served before those that came later").isEqualTo(5);
    last.join().close();
  }

  @Test
  void awaitUntil_metAfterItWasInterrupted_returnsWithTheFlagSet() throws Exception {
    Job<String> job = awaiting(ConditionGivingUpTest::positive, LONG);
    Await.dormant(mutex, 1);
    try (Guard<int[]> another = mutex.lock()) {
      job.interrupt();
      Await.until("noticed", () -> !job.thread().isInterrupted());
      Await.parked(job.thread());
      another.get()[0] = 1;
    }
    assertThat(job.result()).isEqualTo("met, open, flagged");
  }

  @Test
  void g07_grantAndInterrupt_racing_leaveTheMutexWithTheGuardOrFree() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      mutex.with(data -> data[0] = 0);
      boolean keeps = round % 2 == 0;
      Job<String> job =
          keeps
              ? awaiting(ConditionGivingUpTest::positive, LONG)
              : Job.startVirtual(
                  "locking",
                  () -> {
                    try (Guard<int[]> guard = mutex.lockWhen(ConditionGivingUpTest::positive)) {
                      return said(guard, "met");
                    } catch (InterruptedException e) {
                      return "left";
                    }
                  });
      Await.dormant(mutex, 1);
      Job<Void> interrupter =
          Job.startVirtual(
              "interrupter",
              () -> {
                job.interrupt();
                return null;
              });
      increment();
      assertThat(job.result())
          .isIn("met, open", "met, open, flagged", keeps ? "interrupted, open" : "left");
      interrupter.result();
      assertThat(mutex.report().isFree()).isTrue();
    }
  }

  @Test
  void g07_grantAndCancel_racing_giveItToTheOneOrTheNext() {
    for (int round = 0; round < 3_000; round++) {
      mutex.with(data -> data[0] = 0);
      var first = mutex.lockWhenAsync(ConditionGivingUpTest::positive);
      var second = mutex.lockWhenAsync(ConditionGivingUpTest::positive);
      Job<Boolean> canceller = Job.startVirtual("canceller", () -> first.cancel(true));
      increment();
      if (!canceller.result()) {
        granted(first).close();
      }
      second.join().close();
      assertThat(mutex.report().isFree()).isTrue();
    }
  }

  @Test
  void g07_grantedByItsConditionAndCancelledAtOnce_goesToTheNext() {
    var both = mutex.lockWhenAsync(ConditionGivingUpTest::positive);
    var next = mutex.lockWhenAsync(ConditionGivingUpTest::positive);
    AtomicBoolean cancelled = new AtomicBoolean();
    AtomicInteger acquired = new AtomicInteger();
    LockListener canceller =
        new LockListener() {
          @Override
          public void acquired(LockEvent event) {
            if (acquired.incrementAndGet() == 2) {
              // Granted, and the future does not know yet; the first one was the increment's.
              cancelled.set(both.cancel(true));
            }
          }
        };
    try (var _ = Locks.addListener(canceller)) {
      increment();
    }
    assertThat(cancelled).isTrue();
    granted(next).close();
  }

  @Test
  void withdrawal_whileItsConditionIsTested_leavesTheOthersInLine() throws Exception {
    CountDownLatch testing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger tests = new AtomicInteger();
    var leaver =
        mutex.lockWhenAsync(data -> {
          if (tests.incrementAndGet() == 2) {
            testing.countDown();
            uninterruptibly(goOn);
          }
          return data[0] > 0;
        });
    var behind = mutex.lockWhenAsync(ConditionGivingUpTest::positive);
    Job<Void> releaser = Job.start("releaser", this::incrementing);
    testing.await();
    assertThat(leaver.cancel(true)).isTrue();
    assertThat(mutex.report().waiters()).hasSize(1);
    goOn.countDown();
    releaser.result();
    granted(behind).close();
    assertThat(leaver).isCancelled();
  }

  private Void incrementing() {
    increment();
    return null;
  }

  /** Waits for the latch; nobody interrupts. */
  static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withdrawal_ofManyDormantAtOnce_leavesAFreeMutex() {
    List<CompletableFuture<Guard<int[]>>> dormant = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      dormant.add(mutex.lockWhenAsync(ConditionGivingUpTest::positive));
    }
    assertThat(mutex.report().waiters()).hasSize(10_000);
    dormant.reversed().forEach(future -> assertThat(future.cancel(true)).isTrue());
    assertThat(mutex.report().isFree()).isTrue();
  }
}

package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.ConditionFailedException;
import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.WaitGraph;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What forms that wait for a condition promise beyond {@link ConditionTest}: whose, and how. */
@Timeout(120)
class ConditionFormsTest {
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("formed"), () -> new int[1]);

  @AfterEach
  void everythingIsFree() {
    Await.free(mutex);
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
  }

  private static boolean positive(int[] data) {
    return data[0] > 0;
  }

  private void increment() {
    mutex.with(data -> data[0]++);
  }

  private static int fail(String message) {
    throw new IllegalStateException(message);
  }

  // ── interrupts put off ─────────────────────────────────────────────────────────────────────

  /** The forms that wait without regard to interrupts. */
  enum Patient {
    LOCK_WHEN {
      @Override
      int get(Mutex<int[]> mutex) {
        try (Guard<int[]> guard = mutex.lockWhenUninterruptibly(ConditionFormsTest::positive)) {
          return guard.get()[0];
        }
      }
    },
    WITH_WHEN {
      @Override
      int get(Mutex<int[]> mutex) {
        return mutex.withWhen(ConditionFormsTest::positive, data -> data[0]);
      }
    },
    AWAIT_UNTIL {
      @Override
      int get(Mutex<int[]> mutex) {
        try (Guard<int[]> guard = mutex.lockUninterruptibly()) {
          mutex.awaitUntilUninterruptibly(guard, ConditionFormsTest::positive);
          return guard.get()[0];
        }
      }
    };

    /** What the data is once the condition holds. */
    abstract int get(Mutex<int[]> mutex);
  }

  private Job<String> patient(Patient form, boolean interrupted) {
    return Job.start(
        "patient",
        () -> {
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
          return form.get(mutex) + (Thread.currentThread().isInterrupted() ? ", flagged" : "");
        });
  }

  @ParameterizedTest
  @EnumSource
  void uninterruptibly_conditionHolds_leavesTheFlagAsItIs(Patient form) {
    increment();
    assertThat(patient(form, false).result()).isEqualTo("1");
    assertThat(patient(form, true).result()).isEqualTo("1, flagged");
  }

  @ParameterizedTest
  @EnumSource
  void uninterruptibly_interruptedBefore_waitsAllTheSame(Patient form) {
    Job<String> job = patient(form, true);
    Await.dormant(mutex, 1);
    increment();
    assertThat(job.result()).isEqualTo("1, flagged");
  }

  @ParameterizedTest
  @EnumSource
  void uninterruptibly_interruptedWhileItWaits_waitsOnForItsCondition(Patient form) {
    Job<String> job = patient(form, false);
    Await.dormant(mutex, 1);
    job.interrupt();
    Await.until("noticed", () -> !job.thread().isInterrupted());
    // A free mutex that changes hands: who had given up would be served now.
    mutex.with(data -> data[0] = -1);
    assertThat(mutex.report().waiters()).singleElement().matches(LockReport.Waiting::conditional);
    mutex.with(data -> data[0] = 7);
    assertThat(job.result()).isEqualTo("7, flagged");
  }

  @Test
  void g11_awaitUntilUninterruptibly_thatNeverComesBack_closesTheGuard() throws Exception {
    Mutex<int[]> kept = Mutex.of(LockOptions.named("kept"), () -> new int[1]);
    Task stranger = Task.named("stranger");
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch strangerWaits = new CountDownLatch(1);
    Job<Boolean> owner =
        Job.start(
            "owner",
            () -> {
              try (Guard<int[]> _ = kept.lock();
                  Guard<int[]> guard = mutex.lock()) {
                held.countDown();
                strangerWaits.await();
                try {
                  mutex.awaitUntilUninterruptibly(guard, ConditionFormsTest::positive);
                  return false;
                } catch (DeadlockException e) {
                  return guard.isClosed();
                }
              }
            });
    held.await();
    // The older request of the two that will wait for each other, so that it is not the victim.
    CompletableFuture<Guard<int[]>> wanted = kept.lockAsync(stranger);
    strangerWaits.countDown();
    Await.dormant(mutex, 1);
    Guard<int[]> gotten = mutex.lock();
    gotten.moveTo(stranger);
    assertThat(owner.result()).isTrue();
    gotten.close();
    wanted.join().close();
  }

  // ── scoped ─────────────────────────────────────────────────────────────────────────────────

  @Test
  void withWhen_waitsForTheConditionAndRunsOnTheCallersThread() {
    Job<Thread> job =
        Job.start(
            "caller",
            () ->
                mutex.withWhen(
                    ConditionFormsTest::positive,
                    data -> {
                      data[0] = 5;
                      return Thread.currentThread();
                    }));
    Await.dormant(mutex, 1);
    increment();
    assertThat(job.result()).isSameAs(job.thread());
    assertThat(mutex.<Integer, RuntimeException>with(data -> data[0])).isEqualTo(5);
  }

  @Test
  void withWhen_conditionThrows_doesNotRunTheFunction() {
    AtomicBoolean ran = new AtomicBoolean();
    assertThatThrownBy(() ->
            mutex.withWhen(
                data -> fail("on purpose") > 0,
                data -> {
                  ran.set(true);
                  return data[0];
                }))
        .isInstanceOf(ConditionFailedException.class)
        .hasRootCauseMessage("on purpose");
    assertThat(ran).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void g16_withWhen_functionThrows_poisonsIfAsked(boolean poisons) {
    Mutex<int[]> doubtful =
        Mutex.of(LockOptions.named("doubtful").poisonOnThrow(poisons), () -> new int[1]);
    assertThatThrownBy(() -> doubtful.withWhen(data -> true, data -> fail("halfway")))
        .hasMessage("halfway");
    assertThat(doubtful.isPoisoned()).isEqualTo(poisons);
    assertThat(doubtful.report().isFree()).isTrue();
  }

  @Test
  void g11_withWhen_underItsOwnGuard_isADeadlockAtOnce() throws Exception {
    try (Guard<int[]> _ = mutex.lock()) {
      assertThatThrownBy(() -> mutex.withWhen(data -> true, data -> data[0]))
          .isInstanceOf(DeadlockException.class);
    }
  }

  // ── for a task ─────────────────────────────────────────────────────────────────────────────

  @Test
  void awaitUntilAsync_ofATask_waitsAndIsServedAsThatTask() throws Exception {
    Task task = Task.named("task");
    CompletableFuture<Guard<int[]>> again =
        mutex.awaitUntilAsync(task, mutex.lock(), ConditionFormsTest::positive);
    assertThat(mutex.report().waiters())
        .extracting(LockReport.Waiting::task)
        .containsExactly("task");
    CompletableFuture<Task> ranAs = again.thenApply(_ -> Task.current());
    increment();
    assertThat(ranAs.join()).isEqualTo(task);
    assertThat(mutex.report().holder().orElseThrow().task()).isEqualTo("task");
    granted(again).close();
  }

  @Test
  void awaitUntilAsync_ofATaskWhoseConditionHolds_keepsTheMutexForTheTask() throws Exception {
    Task task = Task.named("task");
    Guard<int[]> first = mutex.lock();
    CompletableFuture<Guard<int[]>> behind = mutex.lockAsync();
    Guard<int[]> guard = granted(mutex.awaitUntilAsync(task, first, data -> true));
    assertThat(behind).isNotDone();
    assertThat(mutex.report().holder().orElseThrow().task()).isEqualTo("task");
    assertThat(first.isClosed()).isTrue();
    first.close();
    assertThat(guard.isClosed()).as("the old guard ends nothing").isFalse();
    assertThatThrownBy(() -> task.call(mutex::lock)).isInstanceOf(DeadlockException.class);
    guard.close();
    granted(behind).close();
  }

  /** Until its future is done the task releases nothing, so who wants what it has is stuck. */
  @Test
  void g11_awaitUntilAsync_ofATask_isPartOfCirclesOfWaiting() throws Exception {
    Mutex<int[]> kept = Mutex.of(LockOptions.named("kept"), () -> new int[1]);
    Task task = Task.named("task");
    Guard<int[]> held = granted(kept.lockAsync(task));
    CompletableFuture<Guard<int[]>> again =
        mutex.awaitUntilAsync(task, mutex.lock(), ConditionFormsTest::positive);
    try (Guard<int[]> guard = mutex.lock()) {
      assertThatThrownBy(kept::lock)
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("task waits for mutex 'formed'");
      guard.get()[0] = 1;
    }
    granted(again).close();
    held.close();
  }

  @Test
  @SuppressWarnings("NullAway") // what is passed is the test
  void forms_withoutWhatTheyNeed_areRefusedBeforeAnythingHappens() throws Exception {
    assertThatThrownBy(() -> mutex.lockWhenUninterruptibly(null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> mutex.withWhen(null, data -> data[0]))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> mutex.withWhen(data -> false, null))
        .isInstanceOf(NullPointerException.class);
    Guard<int[]> guard = mutex.lock();
    assertThatThrownBy(() -> mutex.awaitUntilUninterruptibly(guard, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> mutex.awaitUntilAsync(null, guard, data -> true))
        .isInstanceOf(NullPointerException.class);
    assertThat(guard.isClosed()).isFalse();
    guard.close();
    assertThatThrownBy(() -> mutex.awaitUntilUninterruptibly(guard, data -> true))
        .isInstanceOf(GuardClosedException.class);
    assertThatThrownBy(() -> mutex.awaitUntilAsync(Task.named("task"), guard, data -> true))
        .isInstanceOf(GuardClosedException.class);
  }
}

package dev.keyhold.sync;

import static dev.keyhold.sync.QueueOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.ConditionFailedException;
import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.PoisonedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting until something holds of the guarded data: what each form promises. */
@SuppressWarnings("keyhold:R5: the attempt must fail")
@Timeout(120)
class ConditionTest {
  static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("tested"), () -> new int[1]);

  private static boolean positive(int[] data) {
    return data[0] > 0;
  }

  private static Void close(Guard<?> guard) {
    guard.close();
    return null;
  }

  private Void by(ReleaseForm release) throws Exception {
    release.release(mutex);
    return null;
  }

  private void set(int value) {
    mutex.with(data -> data[0] = value);
  }

  private void assertUnharmed() {
    assertThat(mutex.report().isFree()).as(mutex.toString()).isTrue();
    try (Guard<int[]> guard = mutex.tryLock()) {
      assertThat(guard).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void form_conditionHolds_hasTheMutexAtOnce(WaitForm form) throws Exception {
    set(1);
    Guard<int[]> guard = form.get(mutex, ConditionTest::positive);
    assertThat(guard.isClosed()).isFalse();
    assertThat(guard.get()[0]).isEqualTo(1);
    assertThat(mutex.tryLock()).isNull();
    assertThat(mutex.report().waiters()).isEmpty();
    guard.close();
    assertUnharmed();
  }

  @ParameterizedTest
  @EnumSource
  void form_conditionTurnsTrueByAnyRelease_isGranted(WaitForm form) throws Exception {
    for (ReleaseForm release : ReleaseForm.values()) {
      set(0);
      Job<Guard<int[]>> waiter =
          Job.start("waiter", () -> form.get(mutex, ConditionTest::positive));
      Await.dormant(mutex, 1);
      // On a thread of its own: one form waits until it has the mutex again.
      Job<Void> releaser = Job.start("releaser", () -> by(release));
      Guard<int[]> guard = waiter.result();
      assertThat(guard.get()[0]).as(release.name()).isEqualTo(1);
      guard.close();
      releaser.result();
      assertUnharmed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void form_conditionStaysFalse_sleepsOn(WaitForm form) throws Exception {
    int releases = ReleaseForm.values().length;
    Job<Guard<int[]>> waiter =
        Job.start("waiter", () -> form.get(mutex, data -> data[0] > releases));
    Await.dormant(mutex, 1);
    for (ReleaseForm release : ReleaseForm.values()) {
      release.release(mutex);
      assertThat(mutex.report().waiters()).hasSize(1);
      assertThat(mutex.report().holder()).isEmpty();
    }
    ReleaseForm.WITH.release(mutex);
    close(waiter.result());
    assertUnharmed();
  }

  @ParameterizedTest
  @EnumSource
  void form_conditionThrowsAtOnce_failsAndTheMutexIsUnharmed(WaitForm form) {
    IllegalStateException cause = new IllegalStateException("on purpose");
    assertThatThrownBy(() -> form.get(mutex, data -> fail(cause)))
        .isInstanceOf(ConditionFailedException.class)
        .hasMessageContaining("mutex 'tested'")
        .hasCause(cause);
    assertUnharmed();
  }

  private static boolean fail(RuntimeException cause) {
    throw cause;
  }

  @ParameterizedTest
  @EnumSource
  void form_conditionThrowsOnTheReleasersThread_onlyTheWaiterHearsOfIt(WaitForm form)
      throws Exception {
    AssertionError cause = new AssertionError("on purpose, an error");
    AtomicReference<Thread> tester = new AtomicReference<>();
    Predicate<int[]> failing =
        data -> {
          tester.set(Thread.currentThread());
          if (data[0] > 0) {
            throw cause;
          }
          return false;
        };
    Job<Guard<int[]>> waiter = Job.start("waiter", () -> form.get(mutex, failing));
    Await.dormant(mutex, 1);
    Job<Guard<int[]>> other = Job.start("other", () -> mutex.lockWhen(data -> data[0] > 1));
    Await.dormant(mutex, 2);
    ReleaseForm.WITH.release(mutex);
    assertThat(waiter.failure()).isInstanceOf(ConditionFailedException.class).hasCause(cause);
    Await.dormant(mutex, 1);
    assertThat(mutex.isPoisoned()).isFalse();
    ReleaseForm.WITH.release(mutex);
    close(other.result());
    assertUnharmed();
  }

  @ParameterizedTest
  @EnumSource
  void form_conditionLocksTheSameMutex_theDeadlockIsReportedToTheWaiter(WaitForm form)
      throws Exception {
    Predicate<int[]> relocking =
        data -> {
          if (data[0] > 0) {
            mutex.lockUninterruptibly().close();
          }
          return false;
        };
    Job<Guard<int[]>> waiter = Job.start("waiter", () -> form.get(mutex, relocking));
    Await.dormant(mutex, 1);
    ReleaseForm.WITH.release(mutex);
    assertThat(waiter.failure())
        .isInstanceOf(ConditionFailedException.class)
        .hasCauseInstanceOf(DeadlockException.class);
    Await.free(mutex);
    assertUnharmed();
  }

  @ParameterizedTest
  @EnumSource
  void g08_condition_mayLookAtTheMutexAndTryIt(WaitForm form) throws Exception {
    AtomicInteger holders = new AtomicInteger();
    Predicate<int[]> looking =
        data -> {
          holders.set(mutex.report().holders().size());
          assertThat(mutex.tryLock()).isNull();
          return data[0] > 0;
        };
    Job<Guard<int[]>> waiter = Job.start("waiter", () -> form.get(mutex, looking));
    Await.dormant(mutex, 1);
    holders.set(0);
    ReleaseForm.GUARD.release(mutex);
    close(waiter.result());
    assertThat(holders).hasValue(1);
    assertUnharmed();
  }

  @ParameterizedTest
  @EnumSource
  void form_poisonedMutex_refusesAndDoesNotTest(WaitForm form) throws Exception {
    Mutex<int[]> poisonable =
        Mutex.of(LockOptions.named("poisonable").poisonOnThrow(true), () -> new int[1]);
    AtomicInteger tests = new AtomicInteger();
    Predicate<int[]> counting =
        data -> {
          tests.incrementAndGet();
          return false;
        };
    Job<Guard<int[]>> before = Job.start("before", () -> form.get(poisonable, counting));
    Await.dormant(poisonable, 1);
    int tested = tests.get();
    assertThatThrownBy(() -> poisonable.with(data -> fail(new IllegalStateException("halfway"))))
        .hasMessage("halfway");
    assertThat(before.failure()).isInstanceOf(PoisonedException.class);
    if (!form.name().startsWith("AWAIT")) {
      assertThatThrownBy(() -> form.get(poisonable, counting))
          .isInstanceOf(PoisonedException.class)
          .hasRootCauseMessage("halfway");
    }
    assertThat(tests).as("nobody looks at data in doubt").hasValue(tested);
    Await.free(poisonable);
    poisonable.repair(data -> data[0] = 1);
    form.get(poisonable, ConditionTest::positive).close();
  }

  @Test
  void awaitUntil_onAPoisonedMutexUnderItsGuard_failsUntilItIsSound() throws Exception {
    Mutex<int[]> poisonable =
        Mutex.of(LockOptions.named("poisonable").poisonOnThrow(true), () -> new int[1]);
    Job<Integer> owner =
        Job.start(
            "owner",
            () -> {
              try (Guard<int[]> guard = poisonable.lock()) {
                assertThatThrownBy(() -> poisonable.awaitUntil(guard, ConditionTest::positive))
                    .isInstanceOf(PoisonedException.class);
                assertThatThrownBy(
                        () -> poisonable.awaitUntil(guard, ConditionTest::positive, LONG))
                    .isInstanceOf(PoisonedException.class);
                guard.get()[0] = 7;
                poisonable.clearPoison();
                poisonable.awaitUntil(guard, ConditionTest::positive);
                return guard.get()[0];
              }
            });
    Await.dormant(poisonable, 1);
    assertThatThrownBy(() -> poisonable.with(data -> fail(new IllegalStateException("halfway"))))
        .hasMessage("halfway");
    assertThat(owner.result()).isEqualTo(7);
    Await.free(poisonable);
  }

  @Test
  void lockWhen_interruptedBeforeAndWhileItWaits_leavesTheLine() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> mutex.lockWhen(ConditionTest::positive))
        .isInstanceOf(InterruptedException.class);
    Job<Guard<int[]>> waiter = Job.start("waiter", () -> mutex.lockWhen(ConditionTest::positive));
    Await.dormant(mutex, 1);
    waiter.interrupt();
    assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
    assertUnharmed();
  }

  @Test
  void tryLockWhen_outOfTime_isNullAndLeavesTheLine() throws Exception {
    assertThat(mutex.tryLockWhen(ConditionTest::positive, SHORT)).isNull();
    assertThat(mutex.tryLockWhen(ConditionTest::positive, Duration.ZERO)).isNull();
    assertUnharmed();
  }

  @Test
  void tryLockWhen_zero_takesAFreeMutexAndDoesNotWaitForAnother() throws Exception {
    set(1);
    try (Guard<int[]> guard = mutex.tryLockWhen(ConditionTest::positive, Duration.ZERO)) {
      assertThat(guard).isNotNull();
      assertThat(mutex.tryLockWhen(ConditionTest::positive, Duration.ZERO))
          .as("held by this thread")
          .isNull();
      assertThat(
              Job.start(
                      "other",
                      () -> mutex.tryLockWhen(ConditionTest::positive, Duration.ZERO) == null)
                  .result())
          .isTrue();
      assertThat(mutex.report().waiters()).isEmpty();
    }
    assertUnharmed();
  }

  @Test
  void timedForms_negative_areRefused() throws Exception {
    try (Guard<int[]> guard = mutex.lock()) {
      assertThatThrownBy(
              () -> mutex.awaitUntil(guard, ConditionTest::positive, Duration.ofNanos(-1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("negative");
      assertThat(guard.isClosed()).isFalse();
    }
    assertThatThrownBy(() -> mutex.tryLockWhen(ConditionTest::positive, Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("negative");
    assertUnharmed();
  }

  @Test
  void lockWhenAsync_givenUpInAnyWay_leavesTheLine() {
    CompletableFuture<Guard<int[]>> cancelled = mutex.lockWhenAsync(ConditionTest::positive);
    CompletableFuture<Guard<int[]>> failed =
        mutex.lockWhenAsync(Task.named("worker"), ConditionTest::positive);
    CompletableFuture<Guard<int[]>> timed =
        mutex.lockWhenAsync(ConditionTest::positive).orTimeout(1, TimeUnit.MILLISECONDS);
    assertThat(cancelled.cancel(true)).isTrue();
    assertThat(failed.completeExceptionally(new IllegalStateException("enough"))).isTrue();
    assertThatThrownBy(timed::join).hasCauseInstanceOf(TimeoutException.class);
    Await.free(mutex);
    assertUnharmed();
  }

  @Test
  void awaitUntilAsync_givenUp_leavesNoGuard() throws Exception {
    Guard<int[]> guard = mutex.lock();
    CompletableFuture<Guard<int[]>> again = mutex.awaitUntilAsync(guard, ConditionTest::positive);
    assertThat(guard.isClosed()).isTrue();
    assertThat(again.cancel(true)).isTrue();
    assertUnharmed();
  }

  @Test
  void awaitUntilAsync_conditionHolds_keepsTheMutexWhoeverWaits() throws Exception {
    Guard<int[]> guard = mutex.lock();
    CompletableFuture<Guard<int[]>> behind = mutex.lockAsync();
    Guard<int[]> again = granted(mutex.awaitUntilAsync(guard, data -> data[0] == 0));
    assertThat(behind).isNotDone();
    assertThat(guard.isClosed()).isTrue();
    again.close();
    granted(behind).close();
    assertUnharmed();
  }

  @Test
  void awaitUntil_guardOfAnotherMutexOrOfAPart_isRefused() throws Exception {
    Mutex<int[]> other = Mutex.of(LockOptions.named("other"), () -> new int[1]);
    try (Guard<int[]> strange = other.lock();
        Guard<int[]> whole = mutex.lock();
        Guard<int[]> part = whole.map(data -> data)) {
      for (Guard<int[]> wrong : java.util.List.of(strange, part)) {
        assertThatThrownBy(() -> mutex.awaitUntil(wrong, ConditionTest::positive))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("mutex 'tested'");
        assertThatThrownBy(() -> mutex.awaitUntil(wrong, ConditionTest::positive, LONG))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mutex.awaitUntilAsync(wrong, ConditionTest::positive))
            .isInstanceOf(IllegalArgumentException.class);
        assertThat(wrong.isClosed()).isFalse();
      }
    }
  }

  @Test
  void awaitUntil_guardMappedBefore_comesBackWithTheWholeOne() throws Exception {
    Job<Integer> owner =
        Job.start(
            "owner",
            () -> {
              Guard<int[]> whole = mutex.lock();
              try (Guard<int[]> part = whole.map(data -> data)) {
                mutex.awaitUntil(whole, ConditionTest::positive);
                return part.get()[0];
              }
            });
    Await.dormant(mutex, 1);
    set(3);
    assertThat(owner.result()).isEqualTo(3);
    assertUnharmed();
  }

  @Test
  void awaitUntil_closedGuard_isRefused() throws Exception {
    Guard<int[]> guard = mutex.lock();
    guard.close();
    assertThatThrownBy(() -> mutex.awaitUntil(guard, ConditionTest::positive))
        .isInstanceOf(GuardClosedException.class);
    assertThatThrownBy(() -> mutex.awaitUntilAsync(guard, ConditionTest::positive))
        .isInstanceOf(GuardClosedException.class);
    assertUnharmed();
  }

  @Test
  void lockWhen_ownGuardOpen_isADeadlockAtOnce() throws Exception {
    try (Guard<int[]> guard = mutex.lock()) {
      assertThatThrownBy(() -> mutex.lockWhen(ConditionTest::positive))
          .isInstanceOf(DeadlockException.class);
      assertThatThrownBy(() -> mutex.tryLockWhen(ConditionTest::positive, LONG))
          .isInstanceOf(DeadlockException.class);
      assertThatThrownBy(() -> mutex.lockWhenAsync(ConditionTest::positive).join())
          .hasCauseInstanceOf(DeadlockException.class);
      assertThat(guard.isClosed()).isFalse();
    }
    assertUnharmed();
  }

  @Test
  @SuppressWarnings("NullAway") // what is passed is the test
  void forms_withoutACondition_areRefusedBeforeAnythingHappens() throws Exception {
    assertThatThrownBy(() -> mutex.lockWhen(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> mutex.lockWhenAsync(null)).isInstanceOf(NullPointerException.class);
    try (Guard<int[]> guard = mutex.lock()) {
      assertThatThrownBy(() -> mutex.awaitUntil(guard, null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> mutex.awaitUntilAsync(guard, null))
          .isInstanceOf(NullPointerException.class);
      assertThat(guard.isClosed()).isFalse();
    }
    assertUnharmed();
  }
}

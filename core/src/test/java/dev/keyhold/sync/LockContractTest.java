package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.PoisonedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every lock promises, whatever its order. Each lock's test is one factory method. */
@Timeout(120)
abstract class LockContractTest {
  /** Never reached. */
  private static final Duration LONG = Duration.ofMinutes(10);

  /** A plain counter: only the lock makes it safe. */
  static final class Counter {
    int value;
    boolean inside;

    void enter() {
      assertThat(inside).as("somebody else is inside").isFalse();
      inside = true;
    }

    void leave() {
      inside = false;
    }
  }

  /** A lock around a new counter. */
  abstract ContractLock<Counter> newLock(boolean poisonOnThrow);

  private ContractLock<Counter> newLock() {
    return newLock(false);
  }

  private static void waiting(ContractLock<?> lock, int count) {
    Await.until(count + " waiting", () -> lock.waiters() == count);
  }

  /** A thread that locks, notes its name, and releases. */
  private static Job<String> locker(ContractLock<Counter> lock, String name, List<String> order) {
    int before = lock.waiters();
    Job<String> job =
        Job.start(
            name,
            () -> {
              try (var _ = lock.lock()) {
                order.add(name);
              }
              return name;
            });
    waiting(lock, before + 1);
    return job;
  }

  @Test
  void guard_whileOpen_givesTheData() throws Exception {
    ContractLock<Counter> lock = newLock();
    try (var guard = lock.lock()) {
      guard.get().value = 7;
      assertThat(guard.isClosed()).isFalse();
    }
    int seen = lock.with(counter -> counter.value);
    assertThat(seen).isEqualTo(7);
  }

  @Test
  void close_twice_releasesOnce() throws Exception {
    ContractLock<Counter> lock = newLock();
    var first = lock.lock();
    first.close();
    var second = lock.lock();
    first.close();
    assertThat(second.isClosed()).isFalse();
    assertThat(Job.start("other", lock::tryLock).result()).isNull();
    second.close();
    assertThat(lock.holder()).isNull();
  }

  @Test
  void get_afterClose_isRefused() throws Exception {
    var guard = newLock().lock();
    guard.close();
    assertThat(guard.isClosed()).isTrue();
    assertThatThrownBy(guard::get).isInstanceOf(GuardClosedException.class);
  }

  @Test
  void tryLock_whileHeld_givesNull() throws Exception {
    ContractLock<Counter> lock = newLock();
    try (var _ = lock.lock()) {
      assertThat(Job.start("other", lock::tryLock).result()).isNull();
    }
    try (var guard = lock.tryLock()) {
      assertThat(guard).isNotNull();
    }
  }

  @Test
  void tryLock_withTimeWhileFree_locks() throws Exception {
    ContractLock<Counter> lock = newLock();
    try (var guard = lock.tryLock(LONG)) {
      assertThat(guard).isNotNull();
      assertThat(lock.holder()).isNotNull();
    }
    try (var guard = lock.tryLock(Duration.ZERO)) {
      assertThat(guard).isNotNull();
    }
  }

  @Test
  void tryLock_outOfTime_givesNullAndLeavesTheQueue() throws Exception {
    ContractLock<Counter> lock = newLock();
    try (var _ = lock.lock()) {
      assertThat(Job.start("timed", () -> lock.tryLock(Duration.ofMillis(2))).result()).isNull();
      assertThat(lock.waiters()).isZero();
    }
    assertThat(lock.holder()).isNull();
  }

  @Test
  void tryLock_zeroTime_doesNotWait() throws Exception {
    ContractLock<Counter> lock = newLock();
    try (var _ = lock.lock()) {
      assertThat(Job.start("timed", () -> lock.tryLock(Duration.ZERO)).result()).isNull();
    }
  }

  @Test
  void tryLock_negativeTime_isRefused() {
    assertThatThrownBy(() -> newLock().tryLock(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("negative");
  }

  @Test
  void tryLock_releasedInTime_locks() throws Exception {
    ContractLock<Counter> lock = newLock();
    var guard = lock.lock();
    Job<Boolean> timed =
        Job.start(
            "timed",
            () -> {
              try (var mine = lock.tryLock(LONG)) {
                return mine != null;
              }
            });
    waiting(lock, 1);
    guard.close();
    assertThat(timed.result()).isTrue();
  }

  @Test
  void lock_interruptedBefore_throwsAndTakesNothing() {
    ContractLock<Counter> lock = newLock();
    Job<Object> job =
        Job.start(
            "interrupted",
            () -> {
              Thread.currentThread().interrupt();
              return lock.lock();
            });
    assertThat(job.failure()).isInstanceOf(InterruptedException.class);
    assertThat(lock.holder()).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lock_interruptedWhileWaiting_throwsAndLeavesTheQueue(boolean timed) throws Exception {
    ContractLock<Counter> lock = newLock();
    var guard = lock.lock();
    Job<Object> job = Job.start("waiter", () -> timed ? lock.tryLock(LONG) : lock.lock());
    waiting(lock, 1);
    job.interrupt();
    assertThat(job.failure()).isInstanceOf(InterruptedException.class);
    assertThat(lock.waiters()).isZero();
    guard.close();
    assertThat(lock.holder()).isNull();
  }

  @Test
  void lockUninterruptibly_interruptedWhileWaiting_waitsOnAndKeepsTheFlag() throws Exception {
    ContractLock<Counter> lock = newLock();
    var guard = lock.lock();
    Job<Boolean> job =
        Job.start(
            "waiter",
            () -> {
              try (var _ = lock.lockUninterruptibly()) {
                return Thread.currentThread().isInterrupted();
              }
            });
    waiting(lock, 1);
    Await.parked(job.thread());
    job.interrupt();
    Await.until("the interrupt is taken up", () -> !job.thread().isInterrupted());
    assertThat(lock.waiters()).isEqualTo(1);
    guard.close();
    assertThat(job.result()).isTrue();
  }

  @Test
  void with_interruptedWhileWaiting_waitsOnAndKeepsTheFlag() throws Exception {
    ContractLock<Counter> lock = newLock();
    var guard = lock.lock();
    Job<Boolean> job =
        Job.start(
            "waiter",
            () -> {
              Thread.currentThread().interrupt();
              return lock.with(counter -> Thread.currentThread().isInterrupted());
            });
    waiting(lock, 1);
    guard.close();
    assertThat(job.result()).isTrue();
  }

  @Test
  void lock_byItsHolder_isADeadlock() throws Exception {
    ContractLock<Counter> lock = newLock();
    try (var guard = lock.lock()) {
      assertThatThrownBy(lock::lock).isInstanceOf(DeadlockException.class);
      assertThatThrownBy(lock::lockUninterruptibly).isInstanceOf(DeadlockException.class);
      assertThatThrownBy(() -> lock.tryLock(LONG)).isInstanceOf(DeadlockException.class);
      assertThatThrownBy(() -> lock.with(counter -> counter.value))
          .isInstanceOf(DeadlockException.class);
      assertThat(lock.tryLock()).isNull();
      assertThat(guard.get().value).isZero();
      assertThat(lock.waiters()).isZero();
    }
    assertThat(lock.holder()).isNull();
  }

  @Test
  void with_throwing_releases() {
    ContractLock<Counter> lock = newLock(false);
    assertThatThrownBy(() ->
            lock.with(counter -> {
              throw new java.io.IOException("on purpose");
            }))
        .hasMessage("on purpose");
    assertThat(lock.holder()).isNull();
    assertThat(lock.isPoisoned()).isFalse();
  }

  @Test
  void with_throwingWherePoisonIsAskedFor_poisonsUntilCleared() throws Exception {
    ContractLock<Counter> lock = newLock(true);
    var cause = new IllegalStateException("on purpose");
    assertThatThrownBy(() ->
            lock.with(counter -> {
              throw cause;
            }))
        .isSameAs(cause);
    assertThat(lock.isPoisoned()).isTrue();
    assertThatThrownBy(lock::lock).isInstanceOf(PoisonedException.class).hasCause(cause);
    assertThatThrownBy(lock::tryLock).isInstanceOf(PoisonedException.class);
    assertThatThrownBy(() -> lock.tryLock(LONG)).isInstanceOf(PoisonedException.class);
    assertThatThrownBy(() -> lock.with(counter -> counter.value))
        .isInstanceOf(PoisonedException.class);
    assertThat(lock.holder()).isNull();
    lock.clearPoison();
    int value = lock.with(counter -> counter.value);
    assertThat(value).isZero();
  }

  @Test
  void repair_returning_clearsThePoison() throws Exception {
    ContractLock<Counter> lock = newLock(true);
    assertThatThrownBy(() ->
            lock.with(counter -> {
              throw new IllegalStateException("on purpose");
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            lock.repair(counter -> {
              throw new IllegalStateException("not mended");
            }))
        .hasMessage("not mended");
    assertThat(lock.isPoisoned()).isTrue();
    int mended = lock.repair(counter -> counter.value = 3);
    assertThat(mended).isEqualTo(3);
    assertThat(lock.isPoisoned()).isFalse();
    assertThat(lock.holder()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void waiter_givingUpAnywhereInTheQueue_leavesTheOthersToBeServed(int place) throws Exception {
    ContractLock<Counter> lock = newLock();
    List<String> order = new ArrayList<>();
    List<Job<String>> jobs = new ArrayList<>();
    var guard = lock.lock();
    for (int i = 0; i < 3; i++) {
      jobs.add(locker(lock, "waiter-" + i, order));
    }
    Job<String> leaver = jobs.remove(place);
    leaver.interrupt();
    assertThat(leaver.failure()).isInstanceOf(InterruptedException.class);
    assertThat(lock.waiters()).isEqualTo(2);
    guard.close();
    List<String> served = jobs.stream().map(Job::result).toList();
    assertThat(order).containsExactlyInAnyOrderElementsOf(served);
    assertThat(lock.holder()).isNull();
  }

  @Test
  void waiter_onlyOneAndGivingUp_leavesAFreeableLock() throws Exception {
    ContractLock<Counter> lock = newLock();
    var guard = lock.lock();
    Job<String> only = locker(lock, "only", new ArrayList<>());
    only.interrupt();
    assertThat(only.failure()).isInstanceOf(InterruptedException.class);
    guard.close();
    assertThat(lock.holder()).isNull();
    try (var again = lock.tryLock()) {
      assertThat(again).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("long")
  void counting_byHundredsOfTasks_losesNothing(boolean virtual) throws Exception {
    ContractLock<Counter> lock = newLock();
    int tasks = 300;
    int rounds = 50;
    List<Job<Void>> jobs = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      int number = i;
      java.util.concurrent.Callable<Void> code =
          () -> {
            for (int round = 0; round < rounds; round++) {
              count(lock, (number + round) % 4);
            }
            return null;
          };
      jobs.add(virtual ? Job.startVirtual("v" + i, code) : Job.start("p" + i, code));
    }
    jobs.forEach(Job::result);
    int total = lock.with(counter -> counter.value);
    assertThat(total).isEqualTo(tasks * rounds);
    assertThat(lock.holder()).isNull();
    assertThat(lock.waiters()).isZero();
  }

  /** One more, in one of the four ways. */
  private static void count(ContractLock<Counter> lock, int way) throws Exception {
    if (way == 0) {
      lock.with(LockContractTest::increment);
      return;
    }
    try (var guard =
        way == 1
            ? lock.lock()
            : way == 2 ? lock.lockUninterruptibly() : Objects.requireNonNull(lock.tryLock(LONG))) {
      increment(guard.get());
    }
  }

  private static int increment(Counter counter) {
    counter.enter();
    int value = counter.value + 1;
    counter.value = value;
    counter.leave();
    return value;
  }

  @Test
  void report_whileHeldAndWaitedFor_namesTheHolderAndCountsTheWaiters() throws Exception {
    ContractLock<Counter> lock = newLock();
    AtomicReference<String> holder = new AtomicReference<>();
    Job<Void> owner =
        Job.start(
            "the holder",
            () -> {
              try (var _ = lock.lock()) {
                waiting(lock, 2);
                holder.set(lock.holder());
              }
              return null;
            });
    Await.until("held", () -> lock.holder() != null);
    List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
    Job<String> first = locker(lock, "a", order);
    Job<String> second =
        Job.start(
            "b",
            () -> {
              try (var _ = lock.lock()) {
                return "b";
              }
            });
    owner.result();
    assertThat(holder.get()).isEqualTo("the holder");
    assertThat(List.of(first.result(), second.result())).containsExactly("a", "b");
    assertThat(lock.holder()).isNull();
  }
}

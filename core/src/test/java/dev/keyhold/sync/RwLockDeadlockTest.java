package dev.keyhold.sync;

import static dev.keyhold.sync.RwLockOrderTest.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Circles of waiting that readers are part of: G11 for {@link RwLock}. With nothing recorded, the
 * readers in them have never been listed before somebody waits for them.
 */
@SuppressWarnings("keyhold:R6: what the lock says to it at run time")
@Timeout(120)
@ParameterizedClass
@EnumSource(
    value = Locks.Detail.class,
    names = {"NOTHING", "SITES"})
class RwLockDeadlockTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @Parameter Locks.Detail detail = Locks.Detail.NOTHING;

  private final RwLock<int[]> a = RwLock.of(LockOptions.named("a"), () -> new int[1]);
  private final RwLock<int[]> b = RwLock.of(LockOptions.named("b"), () -> new int[1]);
  private final Mutex<int[]> mutex = Mutex.of(LockOptions.named("m"), () -> new int[1]);
  private Locks.Detail before = Locks.Detail.NOTHING;

  @BeforeEach
  void record() throws InterruptedException {
    before = Locks.record(detail);
    a.read().close();
    b.read().close();
  }

  @AfterEach
  void nothingIsLeft() {
    Locks.record(before);
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
    for (LockBase lock : List.of(a, b, mutex)) {
      Await.free(lock);
    }
  }

  /** A thread that waits at {@code lock}. */
  private static <R> Job<R> parked(LockBase lock, String name, Callable<R> code) {
    int ahead = lock.report().waiters().size();
    Job<R> job = Job.start(name, code);
    Await.waiters(lock, ahead + 1);
    Await.parked(job.thread());
    return job;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void g11_readersOfTwoLocksWhoAskToWriteTheOther_haveOneVictim(boolean timed) throws Exception {
    ReadGuard<int[]> mine = a.read();
    Job<Void> other =
        parked(
            a,
            "other",
            () -> {
              try (var _ = b.read();
                  var _ = timed ? Objects.requireNonNull(a.tryWrite(LONG)) : a.write()) {
                return null;
              }
            });
    assertThatThrownBy(() -> (timed ? b.tryWrite(LONG) : b.write()).close())
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("waits for read-write lock 'b'")
        .hasMessageContaining("held by other")
        .hasMessageContaining("other waits for read-write lock 'a'");
    assertThat(mine.isClosed()).isFalse();
    mine.close();
    other.result();
  }

  @Test
  void g11_manyReaders_theOneInTheCycleIsNamed() throws Exception {
    List<ReadGuard<int[]>> readers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      readers.add(Job.start("bystander-" + i, a::read).result());
    }
    CyclicBarrier reading = new CyclicBarrier(2);
    Guard<int[]> mine = mutex.lock();
    Job<Void> culprit =
        Job.start(
            "culprit",
            () -> {
              try (var _ = a.read()) {
                reading.await();
                mutex.lock().close();
              }
              return null;
            });
    reading.await();
    Await.waiters(mutex, 1);
    Await.parked(culprit.thread());
    assertThatThrownBy(a::write)
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("held by culprit")
        .hasMessageContaining("culprit waits for mutex 'm'");
    mine.close();
    culprit.result();
    readers.forEach(ReadGuard::close);
  }

  @Test
  void g11_recursiveReadBehindAWaitingWriter_isADeadlock() throws Exception {
    ReadGuard<int[]> outer = a.read();
    a.read().close();
    Job<WriteGuard<int[]>> writer = parked(a, "writer", a::write);
    for (Callable<Object> again :
        List.<Callable<Object>>of(
            a::read,
            a::readUninterruptibly,
            () -> a.tryRead(LONG),
            () -> a.withRead(data -> 0),
            () -> a.readAsync().join(),
            a::upgradableRead)) {
      assertThatThrownBy(again::call)
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(DeadlockException.class),
              e -> assertThat(e).hasCauseInstanceOf(DeadlockException.class))
          .hasMessageContaining("behind the request of writer");
    }
    assertThat(a.tryRead()).isNull();
    outer.close();
    writer.result().close();
  }

  @Test
  void g11_readThenWriteByOneTask_saysWhatToDo() throws Exception {
    try (var guard = a.read()) {
      for (Callable<Object> write :
          List.<Callable<Object>>of(
              a::write, () -> a.tryWrite(LONG), () -> a.withWrite(data -> 0))) {
        assertThatThrownBy(write::call)
            .isInstanceOf(DeadlockException.class)
            .hasMessageContaining("asks for read-write lock 'a'")
            .hasMessageContaining("upgradableRead()")
            .hasMessageContaining("close the guard first");
      }
      assertThatThrownBy(() -> a.writeAsync().join()).hasCauseInstanceOf(DeadlockException.class);
      assertThat(guard.isClosed()).isFalse();
      assertThat(a.tryWrite()).isNull();
    }
  }

  @Test
  void g11_writeThenReadByOneTask_isADeadlock() throws Exception {
    try (var _ = a.write()) {
      assertThatThrownBy(a::read).isInstanceOf(DeadlockException.class);
      assertThatThrownBy(a::upgradableRead).isInstanceOf(DeadlockException.class);
      assertThatThrownBy(() -> a.withRead(data -> 0)).isInstanceOf(DeadlockException.class);
      assertThat(a.tryRead()).isNull();
    }
  }

  @Test
  void g11_upgradableThenWriteOrUpgradableAgain_saysToUpgrade() throws Exception {
    try (var upgradable = a.upgradableRead()) {
      assertThatThrownBy(a::write)
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("UpgradableGuard.upgrade");
      assertThatThrownBy(a::upgradableRead).isInstanceOf(DeadlockException.class);
      a.read().close();
      upgradable.upgrade().close();
    }
  }

  @Test
  void g11_upgradeOverOnesOwnReadGuard_isADeadlockAndLeavesBoth() throws Exception {
    UpgradableGuard<int[]> upgradable = a.upgradableRead();
    ReadGuard<int[]> reader = a.read();
    assertThatThrownBy(upgradable::upgrade).isInstanceOf(DeadlockException.class);
    assertThatThrownBy(() -> upgradable.tryUpgrade(LONG)).isInstanceOf(DeadlockException.class);
    assertThatThrownBy(() -> upgradable.upgradeAsync().join())
        .hasCauseInstanceOf(DeadlockException.class);
    assertThat(upgradable.tryUpgrade()).isNull();
    assertThat(upgradable.isClosed()).isFalse();
    assertThat(reader.isClosed()).isFalse();
    reader.close();
    upgradable.upgrade().close();
  }

  @Test
  void g11_upgradeAgainstUpgrade_overTwoLocks_hasOneVictim() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    List<Job<Boolean>> jobs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      RwLock<int[]> mine = i == 0 ? a : b;
      RwLock<int[]> others = i == 0 ? b : a;
      jobs.add(
          Job.start(
              "task-" + i,
              () -> {
                try (var upgradable = mine.upgradableRead();
                    var _ = others.read()) {
                  both.await();
                  try (var _ = upgradable.upgrade()) {
                    return true;
                  } catch (DeadlockException e) {
                    assertThat(upgradable.isClosed()).isFalse();
                    return false;
                  }
                }
              }));
    }
    assertThat(jobs.stream().map(Job::result)).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void g11_asyncAndBlockingMixed_areFollowed() throws Exception {
    Task task = Task.named("async task");
    ReadGuard<int[]> ofTask = granted(a.readAsync(task));
    ReadGuard<int[]> mine = b.read();
    CompletableFuture<WriteGuard<int[]>> waits = b.writeAsync(task);
    assertThatThrownBy(a::write)
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("held by async task")
        .hasMessageContaining("async task waits for read-write lock 'b'");
    CompletableFuture<WriteGuard<int[]>> future = a.writeAsync();
    assertThatThrownBy(future::join).hasCauseInstanceOf(DeadlockException.class);
    mine.close();
    granted(waits).close();
    ofTask.close();
  }

  @Test
  void g11_movedReadGuard_isFollowed() throws Exception {
    Task receiver = Task.named("receiver");
    ReadGuard<int[]> moved = a.read();
    Guard<int[]> mine = mutex.lock();
    Job<Void> stuck =
        parked(
            mutex,
            "stuck",
            () -> {
              receiver.call(mutex::lock).close();
              return null;
            });
    moved.moveTo(receiver);
    assertThat(a.report().holder().orElseThrow().task()).isEqualTo("receiver");
    assertThatThrownBy(a::write)
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("receiver waits for mutex 'm'");
    mine.close();
    stuck.result();
    moved.close();
  }

  @Test
  void g11_moveOfAReadGuardThatClosesACycle_refusesTheNewest() throws Exception {
    Task receiver = Task.named("receiver");
    ReadGuard<int[]> moving = a.read();
    Guard<int[]> guard = mutex.lock();
    guard.moveTo(Task.named("holder"));
    Job<Object> stuck = parked(mutex, "stuck", () -> receiver.call(mutex::lock));
    Task holder = Task.named("holder");
    guard.moveTo(holder);
    Job<Object> newest = parked(a, "newest", () -> holder.call(a::write));
    moving.moveTo(receiver);
    assertThat(newest.failure()).isInstanceOf(DeadlockException.class);
    guard.close();
    ((Guard<?>) stuck.result()).close();
    moving.close();
  }

  @Test
  void g11_movedWriteGuard_isFollowedAndNoDeadlockForItsOldOwner() throws Exception {
    Task receiver = Task.named("receiver");
    WriteGuard<int[]> moved = a.write();
    Guard<int[]> mine = mutex.lock();
    moved.moveTo(receiver);
    Job<Object> stuck = parked(mutex, "stuck", () -> receiver.call(mutex::lock));
    assertThatThrownBy(a::read).isInstanceOf(DeadlockException.class);
    mine.close();
    ((Guard<?>) stuck.result()).close();
    Job<Void> closer =
        Job.start(
            "closer",
            () -> {
              Await.waiters(a, 1);
              moved.close();
              return null;
            });
    a.read().close();
    closer.result();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void g11_ringOfTwentyTasksOverMutexesAndRwLocks_hasOneVictim(boolean timed) throws Exception {
    int size = 20;
    List<Mutex<int[]>> mutexes = new ArrayList<>();
    List<RwLock<int[]>> rwLocks = new ArrayList<>();
    for (int i = 0; i < size / 2; i++) {
      mutexes.add(Mutex.of(LockOptions.named("m" + i), () -> new int[1]));
      rwLocks.add(RwLock.of(LockOptions.named("rw" + i), () -> new int[1]));
      rwLocks.get(i).read().close();
    }
    CyclicBarrier allHold = new CyclicBarrier(size);
    List<Job<Boolean>> jobs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int number = i;
      int next = (i + 1) % size / 2;
      jobs.add(
          Job.start(
              "task-" + i,
              () -> {
                // Even ones hold a mutex, odd ones read.
                try (Guard<int[]> _ =
                    number % 2 == 0
                        ? mutexes.get(number / 2).lock()
                        : rwLocks.get(number / 2).read()) {
                  allHold.await();
                  try (Guard<int[]> _ =
                      number % 2 == 0
                          ? (timed ? rwLocks.get(next).tryWrite(LONG) : rwLocks.get(next).write())
                          : (timed ? mutexes.get(next).tryLock(LONG) : mutexes.get(next).lock())) {
                    return true;
                  } catch (DeadlockException e) {
                    assertThat(e.cycle()).hasSize(size);
                    return false;
                  }
                }
              }));
    }
    assertThat(jobs.stream().map(Job::result).filter(served -> !served)).hasSize(1);
  }
}

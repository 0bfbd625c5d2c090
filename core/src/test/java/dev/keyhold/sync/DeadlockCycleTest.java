package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Circles of waiting: G11. */
@Timeout(120)
class DeadlockCycleTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  /** Locks and gives the guard. */
  private interface Locker {
    Guard<?> lock(boolean timed) throws InterruptedException;
  }

  private static Locker mutex(String name) {
    Mutex<int[]> mutex = Mutex.of(LockOptions.named(name), () -> new int[1]);
    return timed -> timed ? mutex.tryLock(LONG) : mutex.lock();
  }

  private static Locker blockingMutex(String name) {
    BlockingMutex<int[]> mutex = BlockingMutex.of(LockOptions.named(name), () -> new int[1]);
    return timed -> timed ? mutex.tryLock(LONG) : mutex.lock();
  }

  /** Mutexes, blocking mutexes, or by turns. */
  private static List<Locker> ring(String kinds, int size) {
    List<Locker> locks = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      boolean blocking = kinds.equals("blocking") || (kinds.equals("mixed") && i % 2 == 1);
      locks.add(blocking ? blockingMutex("lock-" + i) : mutex("lock-" + i));
    }
    return locks;
  }

  @AfterEach
  void nobodyIsLeftInTheGraph() {
    Await.until("an empty graph", () -> WaitGraph.stuckCount() == 0);
  }

  /** Every task holds one lock of the ring and asks for the next. */
  private static List<DeadlockException> close(List<Locker> ring, boolean timed, boolean virtual) {
    CyclicBarrier allHold = new CyclicBarrier(ring.size());
    List<Job<DeadlockException>> jobs = new ArrayList<>();
    for (int i = 0; i < ring.size(); i++) {
      Locker mine = ring.get(i);
      Locker next = ring.get((i + 1) % ring.size());
      Callable<DeadlockException> code =
          () -> {
            try (var own = mine.lock(timed)) {
              allHold.await();
              try (var _ = next.lock(timed)) {
                return null;
              } catch (DeadlockException e) {
                assertThat(own.isClosed()).as("its own guard stays as it is").isFalse();
                return e;
              }
            }
          };
      jobs.add(virtual ? Job.startVirtual("task-" + i, code) : Job.start("task-" + i, code));
    }
    return jobs.stream().map(Job::result).filter(e -> e != null).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "fifo, 2, false",
    "fifo, 3, true",
    "fifo, 20, false",
    "blocking, 2, true",
    "blocking, 3, false",
    "blocking, 20, true",
    "mixed, 2, false",
    "mixed, 3, true",
    "mixed, 20, false",
    "mixed, 20, true"
  })
  void g11_cycleOfTasks_hasOneVictimAndTheOthersGoOn(String kinds, int size, boolean timed) {
    for (boolean virtual : new boolean[] {false, true}) {
      List<DeadlockException> victims = close(ring(kinds, size), timed, virtual);
      assertThat(victims).hasSize(1);
      DeadlockException victim = victims.getFirst();
      assertThat(victim.cycle()).hasSize(size);
      for (int i = 0; i < size; i++) {
        assertThat(victim).hasMessageContaining("task-" + i).hasMessageContaining("lock-" + i);
      }
      for (int i = 0; i < size; i++) {
        assertThat(victim.cycle().get(i).holder())
            .isEqualTo(victim.cycle().get((i + 1) % size).task());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "blocking", "mixed"})
  void g11_twoDetectorsAtOnce_haveExactlyOneVictim(String kinds) {
    int rounds = 1_000;
    List<Locker> ring = ring(kinds, 2);
    Phaser phaser = new Phaser(2);
    AtomicInteger victims = new AtomicInteger();
    List<Job<Void>> jobs = new ArrayList<>();
    for (int task = 0; task < 2; task++) {
      int number = task;
      jobs.add(
          Job.start(
              "task-" + task,
              () -> {
                for (int round = 0; round < rounds; round++) {
                  try (var _ = ring.get(number).lock(false)) {
                    phaser.arriveAndAwaitAdvance();
                    try (var _ = ring.get(1 - number).lock(false)) {
                      // The other one was the victim.
                    } catch (DeadlockException e) {
                      victims.incrementAndGet();
                    }
                  }
                  phaser.arriveAndAwaitAdvance();
                  assertThat(victims.get()).isEqualTo(round + 1);
                  phaser.arriveAndAwaitAdvance();
                }
                return null;
              }));
    }
    jobs.forEach(Job::result);
  }

  @Test
  void g11_messages_sayWhoHoldsWhatSinceWhenAndFromWhere() throws Exception {
    Locks.Detail before = Locks.record(Locks.Detail.SITES);
    try {
      DeadlockException victim = close(ring("mixed", 2), false, true).getFirst();
      assertThat(victim)
          .hasMessageContaining("waits for mutex 'lock-0' at ")
          .hasMessageContaining("waits for blocking mutex 'lock-1' at ")
          .hasMessageContaining("held by task-")
          .hasMessageContaining("acquired at ")
          .hasMessageContaining("DeadlockCycleTest.java:")
          .hasMessageContaining("same order");
    } finally {
      Locks.record(before);
    }
  }

  @Test
  void g11_messages_withNothingRecorded_sayHowToHaveItRecorded() {
    Locks.Detail before = Locks.record(Locks.Detail.NOTHING);
    try {
      DeadlockException victim = close(ring("mixed", 2), false, false).getFirst();
      assertThat(victim).hasMessageContaining("-Dkeyhold.sync.record=sites");
    } finally {
      Locks.record(before);
    }
  }

  @Test
  void g11_askingForWhatTheTaskHolds_isNamedWithBothPlaces() throws Exception {
    Mutex<int[]> mutex = Mutex.of(LockOptions.named("own"), () -> new int[1]);
    try (var _ = mutex.lock()) {
      assertThatThrownBy(() -> mutex.tryLock(LONG))
          .isInstanceOf(DeadlockException.class)
          .hasMessageContaining("mutex 'own'")
          .hasMessageContaining("which it holds already")
          .hasMessageContaining("DeadlockCycleTest.java:");
    }
  }

  @Test
  void g11_longChainWithoutACycle_isNoDeadlock() throws Exception {
    int size = 300;
    List<Locker> locks = ring("mixed", size);
    List<Job<Void>> jobs = new ArrayList<>();
    Guard<?> last = locks.getLast().lock(false);
    for (int i = size - 2; i >= 0; i--) {
      Locker mine = locks.get(i);
      Locker next = locks.get(i + 1);
      Job<Void> job =
          Job.startVirtual(
              "task-" + i,
              () -> {
                try (var _ = mine.lock(false);
                    var _ = next.lock(false)) {
                  return null;
                }
              });
      Await.parked(job.thread());
      jobs.add(job);
    }
    last.close();
    jobs.forEach(Job::result);
  }
}

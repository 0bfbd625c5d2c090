package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.WaitGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything at once, from many tasks, on several mutexes: each counts in plain fields what it did
 * under the lock, and beside it, atomically, in a model. In the end both agree, every lock is free,
 * every queue and the wait graph are empty.
 *
 * <p>{@code -Dkeyhold.soak.operations=5000000} soaks for longer, {@code -Dkeyhold.soak.seed} tells
 * which operations are drawn; how they meet is up to the machine.
 */
@Timeout(3_600)
class SoakModelTest {
  private static final int TASKS = 48;
  private static final int LOCKS = 4;
  private static final int OPERATIONS = Integer.getInteger("keyhold.soak.operations", 100_000);

  private final long seed = Long.getLong("keyhold.soak.seed", new Random().nextLong());
  private final List<Mutex<int[]>> mutexes = new ArrayList<>();
  private final List<BlockingMutex<int[]>> blocking = new ArrayList<>();
  private final AtomicIntegerArray counted = new AtomicIntegerArray(2 * LOCKS);
  private final AtomicReferenceArray<Thread> threads = new AtomicReferenceArray<>(TASKS);

  /** Guards that their holders have left to whoever comes along. */
  private final ConcurrentLinkedQueue<Guard<int[]>> abandoned = new ConcurrentLinkedQueue<>();

  /** Cancelled, refused or served; none stays. */
  private final ConcurrentLinkedQueue<CompletableFuture<?>> futures = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @EnumSource(Locks.Detail.class)
  void randomOperations_byManyTasks_leaveEverythingCountedAndFree(Locks.Detail detail) {
    System.out.println("soak: -Dkeyhold.soak.seed=" + seed);
    for (int i = 0; i < LOCKS; i++) {
      mutexes.add(Mutex.of(LockOptions.named("m" + i), () -> new int[1]));
      blocking.add(
          BlockingMutex.of(LockOptions.named("b" + i).poisonOnThrow(false), () -> new int[1]));
    }
    Locks.Detail before = Locks.record(detail);
    try {
      soak();
    } finally {
      Locks.record(before);
    }
    for (int i = 0; i < LOCKS; i++) {
      Await.free(mutexes.get(i));
      Await.free(blocking.get(i));
      int held = mutexes.get(i).with(data -> data[0]);
      int blocked = blocking.get(i).with(data -> data[0]);
      assertThat(held).isEqualTo(counted.get(i));
      assertThat(blocked).isEqualTo(counted.get(LOCKS + i));
    }
    assertThat(futures).allMatch(CompletableFuture::isDone);
    assertThat(WaitGraph.stuckCount()).isZero();
  }

  private void soak() {
    List<Job<Void>> jobs = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      Random random = new Random(seed + i);
      jobs.add(
          Job.startVirtual(
              "soak-" + i,
              () -> {
                threads.set(number, Thread.currentThread());
                for (int done = 0; done < OPERATIONS / TASKS; done++) {
                  step(random);
                }
                return null;
              }));
    }
    // Whatever was left behind last has nobody else to close it.
    while (!jobs.stream().allMatch(Job::isDone)) {
      closeAbandoned();
      Thread.onSpinWait();
    }
    jobs.forEach(Job::result);
    closeAbandoned();
    Await.until(
        "all requests are settled", () -> futures.stream().allMatch(CompletableFuture::isDone));
  }

  private void step(Random random) {
    try {
      switch (random.nextInt(12)) {
        case 0 -> underGuard(random, random.nextInt(LOCKS));
        case 1 -> tried(random);
        case 2 -> timed(random);
        case 3 -> nested(random);
        case 4 -> submitted(random);
        case 5 -> asynchronous(random);
        case 6 -> cancelled(random);
        case 7 -> joined(random);
        case 8 -> abandon(random);
        case 9 -> interrupt(random);
        case 10 -> scoped(random);
        default -> closeAbandoned();
      }
    } catch (InterruptedException | DeadlockException e) {
      // Both are ways out, and nothing was counted.
    }
  }

  private void count(int lock, int[] data) {
    data[0]++;
    counted.incrementAndGet(lock);
  }

  private void underGuard(Random random, int lock) throws InterruptedException {
    if (random.nextBoolean()) {
      try (var guard = mutexes.get(lock).lock()) {
        count(lock, guard.get());
        pause(random);
      }
    } else {
      try (var guard = blocking.get(lock).lock()) {
        count(LOCKS + lock, guard.get());
        pause(random);
      }
    }
  }

  /** Sometimes the task is suspended with its guard. */
  private static void pause(Random random) {
    if (random.nextInt(8) == 0) {
      java.util.concurrent.locks.LockSupport.parkNanos(1_000);
    }
  }

  private void tried(Random random) {
    int lock = random.nextInt(LOCKS);
    try (Guard<int[]> guard =
        random.nextBoolean() ? mutexes.get(lock).tryLock() : blockingTry(lock)) {
      if (guard != null) {
        count(guard instanceof BlockingGuard ? LOCKS + lock : lock, guard.get());
      }
    }
  }

  private BlockingGuard<int[]> blockingTry(int lock) {
    return blocking.get(lock).tryLock();
  }

  private void timed(Random random) throws InterruptedException {
    int lock = random.nextInt(LOCKS);
    Duration time = Duration.ofNanos(random.nextInt(200_000));
    boolean fifo = random.nextBoolean();
    try (Guard<int[]> guard =
        fifo ? mutexes.get(lock).tryLock(time) : blocking.get(lock).tryLock(time)) {
      if (guard != null) {
        count(fifo ? lock : LOCKS + lock, guard.get());
      }
    }
  }

  /** Any two, in any order: deadlocks are to be expected. */
  private void nested(Random random) throws InterruptedException {
    int lock = random.nextInt(LOCKS);
    try (var guard = mutexes.get(lock).lock()) {
      underGuard(random, random.nextInt(LOCKS));
      count(lock, guard.get());
    }
  }

  private void scoped(Random random) {
    int lock = random.nextInt(LOCKS);
    mutexes
        .get(lock)
        .with(data -> {
          count(lock, data);
          return blocking
              .get(lock)
              .with(inner -> {
                count(LOCKS + lock, inner);
                return 0;
              });
        });
  }

  private void submitted(Random random) {
    int lock = random.nextInt(LOCKS);
    CompletableFuture<Integer> future =
        mutexes
            .get(lock)
            .submit(data -> {
              count(lock, data);
              return data[0];
            });
    if (random.nextInt(4) == 0) {
      future.cancel(true);
    }
    futures.add(future);
  }

  private CompletableFuture<Guard<int[]>> request(Random random, int lock) {
    CompletableFuture<Guard<int[]>> future =
        random.nextBoolean()
            ? mutexes.get(lock).lockAsync()
            : mutexes.get(lock).lockAsync(Task.named("soaked"));
    futures.add(future);
    return future;
  }

  private void asynchronous(Random random) {
    int lock = random.nextInt(LOCKS);
    var _ =
        request(random, lock)
            .thenAccept(guard -> {
              try (guard) {
                count(lock, guard.get());
              }
            });
  }

  private void cancelled(Random random) {
    int lock = random.nextInt(LOCKS);
    CompletableFuture<Guard<int[]>> future = request(random, lock);
    pause(random);
    if (!future.cancel(true)) {
      try (var guard = future.join()) {
        count(lock, guard.get());
      }
    }
  }

  private void joined(Random random) {
    int lock = random.nextInt(LOCKS);
    try (var guard = request(random, lock).join()) {
      count(lock, guard.get());
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(DeadlockException.class);
    }
  }

  /** Closed by another: until then it belongs to nobody that waits. */
  private void abandon(Random random) throws InterruptedException {
    int lock = random.nextInt(LOCKS);
    Guard<int[]> guard = mutexes.get(lock).lock();
    count(lock, guard.get());
    guard.moveTo(Task.named("abandoned"));
    abandoned.add(guard);
  }

  private void closeAbandoned() {
    for (var guard = abandoned.poll(); guard != null; guard = abandoned.poll()) {
      guard.close();
    }
  }

  private void interrupt(Random random) {
    Thread other = threads.get(random.nextInt(TASKS));
    if (other != null) {
      other.interrupt();
    }
  }
}

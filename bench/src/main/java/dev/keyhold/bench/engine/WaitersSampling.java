package dev.keyhold.bench.engine;

import dev.keyhold.KeyGuard;
import dev.keyhold.Keyhold;
import dev.keyhold.bench.duel.BenchException;
import dev.keyhold.bench.duel.Heap;
import dev.keyhold.bench.duel.Sampling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Weighs tasks that wait for one key: the objects that are live while they are in line, less those
 * that are live before, less what as many threads take that are parked without a lock. Then lets
 * them in, and sees that they come in the order in which they asked. Stack frames are left out.
 *
 * <p>One carrier runs the tasks: what each counts before it asks is its place in line.
 */
final class WaitersSampling implements Sampling {
  private static final int TASKS = 100_000;
  private static final long LOOK_NANOS = 1_000_000;
  private static final String KEY = "awaited";
  private static final Duration WAIT_MAX = Duration.ofHours(1);

  private boolean warm;

  /** Once: classes are loaded, and what waits is compiled. */
  @Override
  public boolean warmUp(long warmupNanos) throws InterruptedException {
    if (!warm) {
      sample();
      warm = true;
    }
    return true;
  }

  @Override
  public void settle() {}

  /** Bytes for each task. */
  @Override
  public double sample() throws InterruptedException {
    return (double) (waitingBytes() - parkedBytes()) / TASKS;
  }

  private static long waitingBytes() throws InterruptedException {
    try (Keyhold database = Keyhold.builder().waitMax(WAIT_MAX).open()) {
      int[] served = new int[TASKS];
      AtomicInteger asked = new AtomicInteger();
      AtomicInteger turn = new AtomicInteger();
      long before = Heap.objectBytes();
      long bytes;
      List<Thread> tasks;
      try (KeyGuard first = database.lock(KEY)) {
        tasks =
            start(() -> {
              int place = asked.getAndIncrement();
              try (KeyGuard guard = database.lock(KEY)) {
                served[guard.isClosed() ? 0 : turn.getAndIncrement()] = place;
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // its place is missing, which will be found
              }
            });
        awaitWaiting(tasks);
        bytes = Heap.objectBytes() - before;
        if (first.isClosed()) {
          throw new BenchException("the guard that is waited for has been closed");
        }
      }
      join(tasks);
      for (int i = 0; i < TASKS; i++) {
        if (served[i] != i) {
          throw new BenchException(
              "waiters were let in out of order: turn %d was that of %d".formatted(i, served[i]));
        }
      }
      return bytes;
    }
  }

  private static long parkedBytes() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    long before = Heap.objectBytes();
    List<Thread> tasks =
        start(() -> {
          while (gate.getCount() > 0) {
            LockSupport.park();
          }
        });
    awaitWaiting(tasks);
    long bytes = Heap.objectBytes() - before;
    gate.countDown();
    tasks.forEach(LockSupport::unpark);
    join(tasks);
    return bytes;
  }

  private static List<Thread> start(Runnable task) {
    List<Thread> tasks = new ArrayList<>(TASKS);
    for (int i = 0; i < TASKS; i++) {
      tasks.add(Thread.ofVirtual().start(task));
    }
    return tasks;
  }

  private static void awaitWaiting(List<Thread> tasks) {
    for (Thread each : tasks) {
      while (each.getState() != Thread.State.WAITING
          && each.getState() != Thread.State.TIMED_WAITING) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  private static void join(List<Thread> tasks) throws InterruptedException {
    for (Thread each : tasks) {
      each.join();
    }
  }
}

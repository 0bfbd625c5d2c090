package dev.keyhold.lab.compare;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/** One task of a run: reads and writes at keys of its choice until it is told to stop. */
final class Worker implements Runnable {
  /** Waits above this are recorded as this. */
  private static final long WAIT_NANOS_MAX = TimeUnit.HOURS.toNanos(1);

  /** Histogram precision: two digits, one percent. */
  private static final int DIGITS = 2;

  /** Shorter holds spin, since a timer would take longer to ring. */
  private static final long SPIN_NANOS_MAX = 50_000;

  private final Shared shared;
  private final String[] keys;
  private final Plan plan;
  private final long holdNanos;
  private final SplittableRandom random;
  private final CountDownLatch start;
  private final IntCountsHistogram waitNanos = new IntCountsHistogram(WAIT_NANOS_MAX, DIGITS);
  private volatile boolean stopped;

  /** Written in sections that write only: on another thread perhaps, but never twice at once. */
  private long writes;

  private long operations;

  /** Exact, where the histogram rounds. */
  private long waitNanosMax;

  private @Nullable Throwable failure;

  Worker(Shared shared, String[] keys, Plan plan, SplittableRandom random, CountDownLatch start) {
    this.shared = shared;
    this.keys = keys;
    this.plan = plan;
    this.holdNanos = plan.hold().toNanos();
    this.random = random;
    this.start = start;
  }

  void stop() {
    stopped = true;
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // yielding is for fairness among tasks, see there
  public void run() {
    try {
      start.await();
      while (!stopped) {
        operate(keys[random.nextInt(keys.length)], random.nextDouble() < plan.writers());
        // Virtual threads are not sliced: without this, tasks that never wait would keep the others
        // from running at all, and fairness would tell of the scheduler instead of the lock.
        Thread.yield();
      }
    } catch (InterruptedException e) {
      // The run was ended from outside; what was done until now counts.
    } catch (Throwable e) {
      failure = e;
    }
  }

  private void operate(String key, boolean write) throws InterruptedException {
    long asked = System.nanoTime();
    Shared.Section<Long> section = data -> inside(data, key, write, asked);
    long waited = write ? shared.write(key, section) : shared.read(key, section);
    waitNanos.recordValue(Math.min(waited, WAIT_NANOS_MAX));
    waitNanosMax = Math.max(waitNanosMax, waited);
    operations++;
  }

  private long inside(Data data, String key, boolean write, long asked) {
    long entered = System.nanoTime();
    if (write) {
      Tally.write(data, key);
      writes++;
    } else {
      Tally.read(data, key);
    }
    hold();
    return Math.max(0, entered - asked);
  }

  private void hold() {
    if (holdNanos == 0) {
      return;
    }
    long until = System.nanoTime() + holdNanos;
    for (long left = holdNanos; left > 0; left = until - System.nanoTime()) {
      if (left <= SPIN_NANOS_MAX) {
        Thread.onSpinWait();
      } else if (Thread.currentThread().isInterrupted()) {
        return;
      } else {
        LockSupport.parkNanos(left - SPIN_NANOS_MAX);
      }
    }
  }

  // What follows is asked for after the worker's thread has ended.

  long operations() {
    return operations;
  }

  long writes() {
    return writes;
  }

  long waitNanosMax() {
    return waitNanosMax;
  }

  IntCountsHistogram waitNanos() {
    return waitNanos;
  }

  @Nullable Throwable failure() {
    return failure;
  }
}

package dev.keyhold.bench.locks.contender;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One run of all tasks, from the moment the lock that they wait for is released to the moment the
 * last of them ends. Made by the conductor's thread, used by all.
 */
public final class Round {
  private final Thread conductor = Thread.currentThread();
  private final int tasks;
  private final int operationsPerTask;
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger unfinished;
  private final AtomicLong increments = new AtomicLong();
  private final AtomicLong longestWaitNanos = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;
  private volatile long openedNanos;
  private volatile long endedNanos;

  /** Whether the last task has ended; written after what it left behind. */
  private volatile boolean ended;

  /**
   * A round that has not begun.
   *
   * @param operationsPerTask how many operations each task does, unless it runs until {@link #stop}
   */
  public Round(int tasks, int operationsPerTask) {
    this.tasks = tasks;
    this.operationsPerTask = operationsPerTask;
    unfinished = new AtomicInteger(tasks);
  }

  // ── for the conductor ──────────────────────────────────────────────────────────────────────

  /** The clock starts. The lock is released right after. */
  public void open() {
    openedNanos = System.nanoTime();
  }

  /** Tasks that run until they are stopped end after the operation they are at. */
  public void stop() {
    stopped = true;
  }

  /**
   * Waits for the last task.
   *
   * @throws IllegalStateException a task failed, or they did not end within {@code nanosMax}
   */
  public void awaitEnd(long nanosMax) {
    long sinceNanos = System.nanoTime();
    while (!ended && failure.get() == null) {
      long left = nanosMax - (System.nanoTime() - sinceNanos);
      if (left <= 0) {
        throw new IllegalStateException(
            "%d of %d tasks have not ended within %d s"
                .formatted(unfinished.get(), tasks, nanosMax / 1_000_000_000));
      }
      LockSupport.parkNanos(this, left);
    }
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("a task failed: " + cause, cause);
    }
  }

  /** How many tasks have said that they wait. */
  public int queuedTasks() {
    return queued.get();
  }

  /** How often the tasks have incremented the counter; valid at the end. */
  public long increments() {
    return increments.get();
  }

  /** From the opening to the end of the last task. */
  public long elapsedNanos() {
    return endedNanos - openedNanos;
  }

  /** The longest that one task waited once, where that is measured. */
  public long longestWaitNanos() {
    return longestWaitNanos.get();
  }

  // ── for the tasks ──────────────────────────────────────────────────────────────────────────

  public int tasks() {
    return tasks;
  }

  public int operationsPerTask() {
    return operationsPerTask;
  }

  /** A task that no thread can be asked about has begun to wait for the lock. */
  void queued() {
    queued.incrementAndGet();
  }

  boolean isStopped() {
    return stopped;
  }

  /** How long a wait took that began at {@code sinceNanos} and has just ended. */
  long waitedNanos(long sinceNanos) {
    return System.nanoTime() - Math.max(sinceNanos, openedNanos);
  }

  /** A task has ended. */
  void ended(long itsIncrements) {
    ended(itsIncrements, 0);
  }

  /** A task has ended that measured its waits. */
  void ended(long itsIncrements, long itsLongestWaitNanos) {
    increments.addAndGet(itsIncrements);
    longestWaitNanos.accumulateAndGet(itsLongestWaitNanos, Math::max);
    if (unfinished.decrementAndGet() == 0) {
      endedNanos = System.nanoTime();
      ended = true;
      LockSupport.unpark(conductor);
    }
  }

  /** A task has failed, and with it the round. */
  void failed(Throwable cause) {
    failure.compareAndSet(null, cause);
    LockSupport.unpark(conductor);
  }
}

package dev.keyhold.bench.locks;

import dev.keyhold.bench.duel.Sampling;
import dev.keyhold.bench.locks.contender.ContenderKind;

/**
 * Weighs those that wait for a lock: the objects that are live while they are queued, less those
 * that are live before they come, less what the same number of threads takes that are parked
 * without a lock. What is left is what the lock has made for them. Each sample is a new lock, so
 * nothing of the one before is in it.
 *
 * <p>Frames are left out. How much of its stack a parked thread leaves in the heap depends on how
 * far the compiler has come, differs from run to run by more than the objects take, and is mostly
 * the task's own.
 */
final class HeapSampler implements Sampling {
  private static final int TURNS = 5;

  private final ContenderKind kind;
  private final int tasks;
  private final Conductor warmUp;
  private long warmedNanos;

  HeapSampler(ContenderKind kind, int tasks) {
    this.kind = kind;
    this.tasks = tasks;
    warmUp = new Conductor(kind.label(), kind.make(), tasks);
  }

  /** Until the code is compiled: what it keeps then is what it needs. */
  @Override
  public boolean warmUp(long warmupNanos) throws InterruptedException {
    warmedNanos += warmUp.elapsedNanos(TURNS);
    return warmedNanos >= warmupNanos;
  }

  @Override
  public void settle() throws InterruptedException {
    sample();
  }

  /** Bytes for each that waits. */
  @Override
  public double sample() throws InterruptedException {
    long bytes = queuedBytes(kind);
    if (!kind.isThreadless()) {
      bytes -= queuedBytes(ContenderKind.PARKED_WAITERS);
    }
    return (double) bytes / tasks;
  }

  private long queuedBytes(ContenderKind weighed) throws InterruptedException {
    return new Conductor(weighed.label(), weighed.make(), tasks).queuedBytes();
  }
}

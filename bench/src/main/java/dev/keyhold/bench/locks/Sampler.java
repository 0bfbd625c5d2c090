package dev.keyhold.bench.locks;

import dev.keyhold.bench.locks.contender.ContenderKind;

/** Takes samples of time: warms it up, finds out how long rounds must be, runs them. */
final class Sampler implements Sampling {
  /** Turns in the queue that each task has at least, so that a round is more than its start. */
  private static final int TURNS_MIN = 20;

  private final boolean timed;
  private final Conductor conductor;
  private final long sampleNanos;
  private int operationsPerTask;
  private long warmedNanos;
  private long lastNanos;

  /**
   * A sampler that is cold.
   *
   * @param sampleNanos how long a sample lasts at the least, roughly
   */
  Sampler(ContenderKind kind, int tasks, long sampleNanos) {
    timed = kind.isTimed();
    conductor = new Conductor(kind.label(), kind.make(), tasks);
    this.sampleNanos = sampleNanos;
    operationsPerTask = Math.max(TURNS_MIN, 1_000 / tasks);
  }

  /** Warm is also who has rounds that last long enough. */
  @Override
  public boolean warmUp(long warmupNanos) throws InterruptedException {
    if (timed) {
      conductor.longestWaitNanos(sampleNanos);
      warmedNanos += sampleNanos;
      return warmedNanos >= warmupNanos;
    }
    lastNanos = conductor.elapsedNanos(operationsPerTask);
    warmedNanos += lastNanos;
    boolean isLong = lastNanos >= sampleNanos / 2;
    if (!isLong) {
      operationsPerTask = Math.multiplyExact(operationsPerTask, 2);
    }
    return isLong && warmedNanos >= warmupNanos;
  }

  /** Makes rounds as long as a sample must be, judged by the last one. */
  @Override
  public void settle() {
    if (!timed) {
      double factor = (double) sampleNanos / lastNanos;
      operationsPerTask = (int) Math.max(TURNS_MIN, Math.ceil(operationsPerTask * factor));
    }
  }

  /** One sample: nanoseconds an operation, or the longest wait in nanoseconds. */
  @Override
  public double sample() throws InterruptedException {
    if (timed) {
      return conductor.longestWaitNanos(sampleNanos);
    }
    double operations = (double) operationsPerTask * conductor.tasks();
    return conductor.elapsedNanos(operationsPerTask) / operations;
  }
}

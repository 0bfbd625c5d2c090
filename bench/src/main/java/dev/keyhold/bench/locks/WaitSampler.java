package dev.keyhold.bench.locks;

import dev.keyhold.bench.duel.Sampling;

/** Takes samples of the longest wait: how long a task waited once, at the most, in a fixed time. */
final class WaitSampler implements Sampling {
  private final Conductor conductor;
  private final long sampleNanos;
  private long warmedNanos;

  WaitSampler(Conductor conductor, long sampleNanos) {
    this.conductor = conductor;
    this.sampleNanos = sampleNanos;
  }

  @Override
  public boolean warmUp(long warmupNanos) throws InterruptedException {
    conductor.longestWaitNanos(sampleNanos);
    warmedNanos += sampleNanos;
    return warmedNanos >= warmupNanos;
  }

  @Override
  public void settle() {}

  /** Nanoseconds. */
  @Override
  public double sample() throws InterruptedException {
    return conductor.longestWaitNanos(sampleNanos);
  }
}

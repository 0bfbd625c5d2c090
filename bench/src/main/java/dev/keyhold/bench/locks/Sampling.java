package dev.keyhold.bench.locks;

import dev.keyhold.bench.locks.contender.ContenderKind;

/** Takes samples of one contender, after it has been warmed up. */
interface Sampling {
  /** A sampler that is cold; {@code sampleNanos} is how long a sample of time lasts, roughly. */
  static Sampling of(ContenderKind kind, int tasks, long sampleNanos) {
    return kind.isWeighed() ? new HeapSampler(kind, tasks) : new Sampler(kind, tasks, sampleNanos);
  }

  /**
   * Runs one more round for warming up.
   *
   * @param warmupNanos how long rounds for warming up must have taken together
   * @return whether it is warm
   */
  boolean warmUp(long warmupNanos) throws InterruptedException;

  /** Called once, when it is warm: samples follow. */
  void settle() throws InterruptedException;

  /** One sample. */
  double sample() throws InterruptedException;
}

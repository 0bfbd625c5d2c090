package dev.keyhold.bench.duel;

/** Takes samples of one side of a {@link Duel}, after it has been warmed up. */
public interface Sampling {
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

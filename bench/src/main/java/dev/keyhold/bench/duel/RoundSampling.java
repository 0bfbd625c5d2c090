package dev.keyhold.bench.duel;

/** Takes samples of time: warms it up, finds out how long rounds must be, runs them. */
public final class RoundSampling implements Sampling {
  /** Something that is done many times. */
  @FunctionalInterface
  public interface Round {
    /** Does it so many times, and says how long that took. */
    long elapsedNanos(int operations) throws InterruptedException;
  }

  private final Round round;
  private final int operationsMin;
  private final long sampleNanos;
  private int operations;
  private long warmedNanos;
  private long lastNanos;

  /**
   * A side that is cold.
   *
   * @param operationsMin a round never has fewer
   * @param operationsFirst the first round has so many
   * @param sampleNanos how long a sample lasts at the least, roughly
   */
  public RoundSampling(Round round, int operationsMin, int operationsFirst, long sampleNanos) {
    this.round = round;
    this.operationsMin = operationsMin;
    this.operations = Math.max(operationsMin, operationsFirst);
    this.sampleNanos = sampleNanos;
  }

  /** Warm is who has been run for long enough, in rounds that last long enough. */
  @Override
  public boolean warmUp(long warmupNanos) throws InterruptedException {
    lastNanos = round.elapsedNanos(operations);
    warmedNanos += lastNanos;
    boolean isLong = lastNanos >= sampleNanos / 2;
    if (!isLong) {
      operations = Math.multiplyExact(operations, 2);
    }
    return isLong && warmedNanos >= warmupNanos;
  }

  /** Makes rounds as long as a sample must be, judged by the last one. */
  @Override
  public void settle() {
    double factor = (double) sampleNanos / lastNanos;
    operations = (int) Math.max(operationsMin, Math.ceil(operations * factor));
  }

  /** Nanoseconds an operation. */
  @Override
  public double sample() throws InterruptedException {
    return round.elapsedNanos(operations) / (double) operations;
  }
}

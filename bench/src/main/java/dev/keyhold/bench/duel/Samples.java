package dev.keyhold.bench.duel;

import java.util.Arrays;

/** Some measurements of the same thing. Immutable. */
public final class Samples {
  private final double[] sorted;

  private Samples(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * These measurements, in any order.
   *
   * @throws IllegalArgumentException there is none
   */
  public static Samples of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("there are 0 samples; there must be at least 1");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  /** How many there are. */
  public int count() {
    return sorted.length;
  }

  /** The middle one, or the mean of the two in the middle. */
  public double median() {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The smallest. */
  public double min() {
    return sorted[0];
  }

  /** The largest. */
  public double max() {
    return sorted[sorted.length - 1];
  }
}

package dev.keyhold.bench.engine;

import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Numbers from 0 to below a count, the smaller the more often: number r comes about 1/(r+1)^0.99
 * times as often as 0, as in YCSB. Used by one thread.
 *
 * <p>Source: Gray and others, Quickly Generating Billion-Record Synthetic Databases, SIGMOD 1994.
 */
final class Zipf implements IntSupplier {
  private static final double SKEW = 0.99;

  private final int count;
  private final SplittableRandom random;

  /** The sum of what all numbers weigh, 0 weighing 1. */
  private final double sum;

  private final double eta;

  Zipf(int count, long seed) {
    this.count = count;
    random = new SplittableRandom(seed);
    double weights = 0;
    for (int i = 1; i <= count; i++) {
      weights += Math.pow(i, -SKEW);
    }
    sum = weights;
    eta = (1 - Math.pow(2.0 / count, 1 - SKEW)) / (1 - (1 + Math.pow(0.5, SKEW)) / sum);
  }

  @Override
  public int getAsInt() {
    double at = random.nextDouble();
    if (at * sum < 1) {
      return 0;
    }
    if (at * sum < 1 + Math.pow(0.5, SKEW)) {
      return Math.min(1, count - 1);
    }
    return Math.min(count - 1, (int) (count * Math.pow(eta * at - eta + 1, 1 / (1 - SKEW))));
  }
}

package dev.keyhold.bench.json;

import dev.keyhold.bench.Sampling;

/** A figure that is known beforehand. */
record BudgetSampling(double budget) implements Sampling {
  @Override
  public boolean warmUp(long warmupNanos) {
    return true;
  }

  @Override
  public void settle() {}

  @Override
  public double sample() {
    return budget;
  }
}

package dev.keyhold.bench.duel;

/** A figure that is known beforehand: what something may cost. */
public record BudgetSampling(double budget) implements Sampling {
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

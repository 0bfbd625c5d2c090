package dev.keyhold.bench.locks;

import dev.keyhold.bench.duel.RoundSampling;
import dev.keyhold.bench.duel.Sampling;

/** Takes samples of the time that a turn takes, with all tasks contending. */
final class TurnSampler implements Sampling {
  /** Turns in the queue that each task has at least, so that a round is more than its start. */
  private static final int TURNS_MIN = 20;

  private final int tasks;
  private final RoundSampling rounds;

  /**
   * A sampler that is cold.
   *
   * @param sampleNanos how long a sample lasts at the least, roughly
   */
  TurnSampler(Conductor conductor, long sampleNanos) {
    tasks = conductor.tasks();
    rounds = new RoundSampling(conductor::elapsedNanos, TURNS_MIN, 1_000 / tasks, sampleNanos);
  }

  @Override
  public boolean warmUp(long warmupNanos) throws InterruptedException {
    return rounds.warmUp(warmupNanos);
  }

  @Override
  public void settle() {
    rounds.settle();
  }

  /** Nanoseconds an operation of one of the tasks. */
  @Override
  public double sample() throws InterruptedException {
    return rounds.sample() / tasks;
  }
}

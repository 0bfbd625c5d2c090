package dev.keyhold.testkit;

import java.util.concurrent.atomic.AtomicLong;

class SeededContractTest extends TaskRunnerContractTest {
  private static final AtomicLong SEEDS = new AtomicLong();

  @Override
  TaskRunner runner() {
    return Simulation.seeded(SEEDS.incrementAndGet());
  }
}

package dev.keyhold.testkit;

/** In virtual time, each seed another order. */
class SimulatedTransactionsTest extends TransactionsContractTest {
  /** {@code -Dkeyhold.transaction.seeds=100000} for a night. */
  private static final int SEEDS = Integer.getInteger("keyhold.transaction.seeds", 1_000);

  @Override
  void explore(Program program) {
    Simulation.seeded(1).explore(SEEDS, program);
  }

  @Override
  int unitsEach() {
    return 5;
  }
}

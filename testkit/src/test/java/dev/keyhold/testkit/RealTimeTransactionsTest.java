package dev.keyhold.testkit;

/** On virtual threads, side by side. */
class RealTimeTransactionsTest extends TransactionsContractTest {
  private static final int RUNS = 20;

  @Override
  void explore(Program program) {
    for (int run = 0; run < RUNS; run++) {
      RealTime.onVirtualThreads().run(program);
    }
  }

  @Override
  int unitsEach() {
    return 60;
  }
}

package dev.keyhold.testkit;

class InOrderContractTest extends TaskRunnerContractTest {
  @Override
  TaskRunner runner() {
    return Simulation.inOrder();
  }
}

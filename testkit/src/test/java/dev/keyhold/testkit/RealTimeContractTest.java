package dev.keyhold.testkit;

class RealTimeContractTest extends TaskRunnerContractTest {
  @Override
  TaskRunner runner() {
    return RealTime.onVirtualThreads();
  }
}

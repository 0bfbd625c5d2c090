package dev.keyhold.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InterruptionTest {

  @Test
  void signal_interruptsTheCommand_andWaitsUntilItHasPrinted() throws Exception {
    Interruption interruption = Interruption.ofThisThread();
    Thread signal = new Thread(interruption::interrupt);
    signal.start();
    while (!Thread.interrupted()) {
      Thread.onSpinWait();
    }
    assertThat(interruption.happened()).isTrue();
    assertThat(signal.isAlive()).isTrue();
    interruption.close();
    signal.join();
  }

  @Test
  void noSignal_nothingHappened() {
    try (Interruption interruption = Interruption.ofThisThread()) {
      assertThat(interruption.happened()).isFalse();
    }
  }
}

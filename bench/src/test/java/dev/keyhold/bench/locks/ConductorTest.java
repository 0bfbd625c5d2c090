package dev.keyhold.bench.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.bench.BenchException;
import dev.keyhold.bench.locks.contender.Contender;
import dev.keyhold.bench.locks.contender.ContenderKind;
import dev.keyhold.bench.locks.contender.Round;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ConductorTest {
  private static final int TASKS = 5;
  private static final int OPERATIONS = 100;

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_NONE, names = ".*_TIMED")
  void round_ofEveryContender_countsEveryIncrement(ContenderKind kind) throws Exception {
    Contender contender = kind.make();
    Conductor conductor = new Conductor(kind.label(), contender, TASKS);

    assertThat(conductor.elapsedNanos(OPERATIONS)).isPositive();
    assertThat(conductor.elapsedNanos(OPERATIONS)).isPositive();
    assertThat(contender.count()).isEqualTo(2L * TASKS * OPERATIONS);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = ".*_TIMED")
  void round_ofTimedContender_measuresAWait(ContenderKind kind) throws Exception {
    Contender contender = kind.make();
    Conductor conductor = new Conductor(kind.label(), contender, TASKS);

    assertThat(conductor.longestWaitNanos(1_000_000)).isPositive();
    assertThat(contender.count()).isGreaterThanOrEqualTo(TASKS);
  }

  @Test
  void round_lostIncrement_isAnError() {
    Conductor conductor = new Conductor("leaky", new Leaky(ContenderKind.MUTEX.make()), TASKS);

    assertThatThrownBy(() -> conductor.elapsedNanos(OPERATIONS))
        .isInstanceOf(BenchException.class)
        .hasMessage(
            "leaky: the counter has grown by 499, but 5 tasks did 500 increments: the lock does"
                + " not exclude");
  }

  /** A lock whose counter loses one increment a round. */
  private static final class Leaky implements Contender {
    private final Contender sound;
    private int rounds;

    Leaky(Contender sound) {
      this.sound = sound;
    }

    @Override
    public void hold() throws InterruptedException {
      sound.hold();
    }

    @Override
    public void start(Round round) {
      sound.start(round);
    }

    @Override
    public boolean allQueued(Round round) {
      return sound.allQueued(round);
    }

    @Override
    public void release() {
      sound.release();
      rounds++;
    }

    @Override
    public long count() {
      return sound.count() - rounds;
    }
  }
}

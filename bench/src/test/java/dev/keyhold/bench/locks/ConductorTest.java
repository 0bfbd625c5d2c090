package dev.keyhold.bench.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.bench.duel.BenchException;
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
  private static final int WEIGHED_TASKS = 2_000;

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_NONE, names = ".*_(TIMED|READS|MIXED_.*|WAITERS|REQUESTS)")
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

  @ParameterizedTest
  @EnumSource(
      mode = Mode.MATCH_ANY,
      names = {".*_READS", ".*_MIXED_100_0", "(FAIR_)?RW_LOCK_WAITERS"})
  void round_ofReaders_countsNothing(ContenderKind kind) throws Exception {
    assertThat(increments(kind)).isZero();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = ".*_MIXED_50_50")
  void round_ofReadersAndWriters_countsTheSameWritesEachTime(ContenderKind kind) throws Exception {
    long increments = increments(kind);

    assertThat(increments).isBetween(TASKS * OPERATIONS / 3L, TASKS * OPERATIONS * 2L / 3);
    assertThat(increments(kind)).isEqualTo(increments);
    assertThat(increments(ContenderKind.RW_LOCK_MIXED_50_50)).isEqualTo(increments);
  }

  private static long increments(ContenderKind kind) throws Exception {
    Contender contender = kind.make();
    Conductor conductor = new Conductor(kind.label(), contender, TASKS);
    assertThat(conductor.elapsedNanos(OPERATIONS)).isPositive();
    return contender.count();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL, names = ".*_(WAITERS|REQUESTS)")
  void queue_ofEveryWeighedContender_takesMoreThanAReferenceEach(ContenderKind kind)
      throws Exception {
    Conductor conductor = new Conductor(kind.label(), kind.make(), WEIGHED_TASKS);

    assertThat(conductor.queuedBytes()).isGreaterThan(4L * WEIGHED_TASKS);
    assertThat(kind.isWeighed()).isTrue();
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
    public void clear() throws InterruptedException {
      sound.clear();
    }

    @Override
    public long count() {
      return sound.count() - rounds;
    }
  }
}

package dev.keyhold.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long the first in line lets others overtake. */
class TurnTest {
  private final Turn turn = new Turn();
  private long nowNanos;

  private void handOver(long costNanos) {
    turn.handed(nowNanos);
    nowNanos += costNanos;
    turn.arrived(nowNanos);
  }

  @Test
  void turn_endsAfterItsLength_countedFromItsBeginning() {
    turn.begin(500);
    assertThat(turn.isOver(500 + turn.nanosMax())).isFalse();
    assertThat(turn.isOver(501 + turn.nanosMax())).isTrue();
  }

  @Test
  void handedOver_untilItArrives_isUnderWay() {
    assertThat(turn.isUnderWay()).isFalse();
    turn.handed(0);
    assertThat(turn.isUnderWay()).isTrue();
    turn.arrived(1);
    assertThat(turn.isUnderWay()).isFalse();
  }

  @Test
  void length_followsTheCostOfHandingOver_withinItsBounds() {
    assertThat(turn.nanosMax()).isEqualTo(Turn.NANOS_MIN);
    for (int i = 0; i < 100; i++) {
      handOver(20_000);
    }
    assertThat(turn.nanosMax()).isBetween(15_000L * Turn.COSTS_A_TURN, 25_000L * Turn.COSTS_A_TURN);
    for (int i = 0; i < 100; i++) {
      handOver(1_000_000_000);
    }
    assertThat(turn.nanosMax()).isEqualTo(Turn.NANOS_MAX);
    for (int i = 0; i < 100; i++) {
      handOver(0);
    }
    assertThat(turn.nanosMax()).isEqualTo(Turn.NANOS_MIN);
  }

  @Test
  void length_afterOneSlowHandingOver_hardlyGrows() {
    handOver(1_000_000_000);
    assertThat(turn.nanosMax()).isBetween(Turn.NANOS_MIN, Turn.NANOS_MIN * 5 / 4);
  }
}

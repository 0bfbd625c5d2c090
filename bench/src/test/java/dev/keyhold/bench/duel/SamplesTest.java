package dev.keyhold.bench.duel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void median_oddCount_isTheMiddleOne() {
    assertThat(Samples.of(9, 1, 5).median()).isEqualTo(5);
  }

  @Test
  void median_evenCount_isTheMeanOfTheMiddleTwo() {
    assertThat(Samples.of(4, 1, 100, 2).median()).isEqualTo(3);
  }

  @Test
  void minAndMax_anyOrder_areTheEnds() {
    Samples samples = Samples.of(3, 1, 2);

    assertThat(samples.min()).isEqualTo(1);
    assertThat(samples.max()).isEqualTo(3);
    assertThat(samples.count()).isEqualTo(3);
  }

  @Test
  void samples_givenArrayChangedLater_stay() {
    double[] given = {1, 2, 3};
    Samples samples = Samples.of(given);
    given[0] = 100;

    assertThat(samples.max()).isEqualTo(3);
  }

  @Test
  void samples_none_areRefused() {
    assertThatThrownBy(Samples::of)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 samples");
  }
}

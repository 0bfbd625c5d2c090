package dev.keyhold.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipfTest {
  private static final int DRAWN = 200_000;

  @Test
  void numbers_ofAThousand_comeAsOftenAsTheLawSays() {
    int[] times = new int[1_000];
    Zipf zipf = new Zipf(times.length, 1);
    for (int i = 0; i < DRAWN; i++) {
      times[zipf.getAsInt()]++;
    }
    double sum = 0;
    for (int i = 1; i <= times.length; i++) {
      sum += Math.pow(i, -0.99);
    }
    assertThat((double) times[0] / DRAWN).isCloseTo(1 / sum, within(0.01));
    assertThat((double) times[1] / DRAWN).isCloseTo(Math.pow(2, -0.99) / sum, within(0.01));
    assertThat(times[999]).isPositive().isLessThan(times[1]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void numbers_ofFew_areBelowTheCount(int count) {
    Zipf zipf = new Zipf(count, 1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(zipf.getAsInt()).isBetween(0, count - 1);
    }
  }
}

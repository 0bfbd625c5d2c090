package dev.keyhold.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CodePointsModelTest {
  private static final int[] CODE_POINTS = {
    0, 'a', 'b', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFF5E, 0xFFFF, 0x10000, 0x103FF,
    0x10400, 0x1F600, 0x10FFFF
  };

  @Test
  void fullwidthTilde_comparedWithAnEmoji_comesFirstAsItsBytesDo() {
    assertThat(CodePoints.compare("\uFF5E", "\uD83D\uDE00")).isNegative();
    assertThat(CodePoints.compare("\uD83D\uDE00", "\uFF5E")).isPositive();
    assertThat("\uFF5E".compareTo("\uD83D\uDE00"))
        .as("the order of UTF-16 is another")
        .isPositive();
  }

  @Test
  void everyPairOfBoundaryCodePoints_compared_isOrderedAsItsBytes() {
    for (int one : CODE_POINTS) {
      for (int other : CODE_POINTS) {
        requireOrder(Character.toString(one), Character.toString(other));
        requireOrder("x" + Character.toString(one) + "a", "x" + Character.toString(other));
      }
    }
  }

  @Test
  void randomStrings_compared_areOrderedAsTheirBytes() {
    RandomGenerator random = Seeds.random(this);
    for (int i = 0; i < 200_000; i++) {
      String shared = text(random, 3);
      requireOrder(shared + text(random, 4), shared + text(random, 4));
    }
  }

  @Test
  void randomStrings_measured_haveTheLengthOfTheirBytes() {
    RandomGenerator random = Seeds.random(this);
    for (int i = 0; i < 20_000; i++) {
      String text = text(random, 8);
      assertThat(Utf8.length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
      assertThat(Utf8.unpairedSurrogate(text)).isEqualTo(-1);
      assertThat(Utf8.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String text(RandomGenerator random, int lengthMax) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(lengthMax + 1); left > 0; left--) {
      int chosen = random.nextInt(CODE_POINTS.length + 1);
      text.appendCodePoint(
          chosen < CODE_POINTS.length ? CODE_POINTS[chosen] : random.nextInt(0xD800));
    }
    return text.toString();
  }

  private static void requireOrder(String one, String other) {
    int bytes =
        Arrays.compareUnsigned(
            one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    assertThat(Integer.signum(CodePoints.compare(one, other)))
        .as("%s and %s", one, other)
        .isEqualTo(Integer.signum(bytes));
  }
}

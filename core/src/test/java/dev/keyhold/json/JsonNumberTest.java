package dev.keyhold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhold.Seeds;
import dev.keyhold.error.JsonTypeException;
import java.math.BigDecimal;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {
  @ParameterizedTest
  @CsvSource({
    "1,1.0",
    "1,1e0",
    "1,1E+0",
    "1,10e-1",
    "1,0.1e1",
    "1,0.0010e3",
    "-1,-1.0",
    "0,-0",
    "0,0.000e99",
    "0,-0e-7",
    "100,1e2",
    "12.5,1250e-2",
    "12.50,0.125E2",
    "1.10,1.1",
    "105,1.05e2",
    "1e400,10e399",
    "0.05,5e-2",
    "1e999999999999999999999,10e999999999999999999998",
    "1e-999999999999999999999,0.1e-999999999999999999998",
    "1e17,1e00000000000000000000000017",
    "1e9223372036854775807,0.1e9223372036854775808"
  })
  void numbers_ofTheSameValue_areEqual(String one, String other) {
    assertThat(Json.parse(one)).isEqualTo(Json.parse(other)).hasSameHashCodeAs(Json.parse(other));
    assertThat(Json.parse(other)).isEqualTo(Json.parse(one));
  }

  @ParameterizedTest
  @CsvSource({
    "1,-1",
    "1,2",
    "1,10",
    "1,1.01",
    "1.1,1.01",
    "105,15",
    "1e5,1e-5",
    "0,1e-400",
    "1e999999999,1e999999998",
    "1e999999999999999999999,1e999999999999999999998",
    "1e9223372036854775807,1e9223372036854775808",
    "9007199254740993,9007199254740992"
  })
  void numbers_ofOtherValues_areNotEqual(String one, String other) {
    assertThat(Json.parse(one)).isNotEqualTo(Json.parse(other));
    assertThat(Json.parse(other)).isNotEqualTo(Json.parse(one));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0.0,0",
    "0e999999999999,0",
    "1.0,1",
    "1e2,100",
    "1.50e1,15",
    "-120e-1,-12",
    "0.00001e5,1",
    "9223372036854775807,9223372036854775807",
    "-9223372036854775808,-9223372036854775808",
    "-9.223372036854775808e18,-9223372036854775808",
    "9e18,9000000000000000000"
  })
  void asLong_ofAnInteger_isExact(String text, long value) {
    assertThat(Json.parse(text).asLong()).isEqualTo(value);
    assertThat(Json.parse(text).isLong()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "1e-1",
        "9223372036854775808",
        "-9223372036854775809",
        "1e19",
        "1e999999999",
        "1e-999999999",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "12345678901234567890123"
      })
  void asLong_ofAnythingElse_isRefused(String text) {
    assertThat(Json.parse(text).isLong()).isFalse();
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> Json.parse(text).asLong())
        .withMessage(
            "the number %s cannot be read as a long (64 bits, no fraction); asBigDecimal() or"
                + " asDouble() can",
            text);
  }

  @Test
  void isLong_ofAnotherKind_isFalse() {
    assertThat(Json.of("1").isLong()).isFalse();
    assertThat(Json.NULL.isLong()).isFalse();
    assertThat(Json.parse("[1]").isLong()).isFalse();
  }

  @Test
  void asInt_beyondItsRange_isRefused() {
    assertThat(Json.parse("2147483647").asInt()).isEqualTo(Integer.MAX_VALUE);
    assertThat(Json.parse("-2147483648.0").asInt()).isEqualTo(Integer.MIN_VALUE);
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> Json.parse("2147483648").asInt())
        .withMessageContaining("the number 2147483648 cannot be read as an int");
  }

  @Test
  void asDouble_isTheNearestAndRefusesWhatIsLargerThanAll() {
    assertThat(Json.parse("0.1").asDouble()).isEqualTo(0.1);
    assertThat(Json.parse("9007199254740993").asDouble()).isEqualTo(9007199254740992.0);
    assertThat(Json.parse("1e-400").asDouble()).isZero();
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> Json.parse("1e400").asDouble())
        .withMessageContaining("the number 1e400 cannot be read as a double");
  }

  @Test
  void asBigDecimal_keepsEveryDigitAndRefusesHugeExponents() {
    assertThat(Json.parse("1.10").asBigDecimal()).isEqualTo(new BigDecimal("1.10"));
    assertThat(Json.parse("1e999999999").asBigDecimal().scale()).isEqualTo(-999_999_999);
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> Json.parse("1e99999999999").asBigDecimal())
        .withMessageContaining("the number 1e99999999999 cannot be read as a BigDecimal");
  }

  @Test
  void randomNumbers_comparedAndConverted_agreeWithBigDecimal() {
    RandomGenerator random = Seeds.random(this);
    RandomJson numbers = new RandomJson(random);
    for (int i = 0; i < 100_000; i++) {
      String one = numbers.number().text();
      String other = i % 2 == 0 ? numbers.number().text() : sameNumber(one, random);
      Json oneJson = Json.parse(one);
      Json otherJson = Json.parse(other);
      boolean same = new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
      assertThat(oneJson.equals(otherJson)).as("%s and %s", one, other).isEqualTo(same);
      if (same) {
        assertThat(oneJson.hashCode()).as("%s and %s", one, other).isEqualTo(otherJson.hashCode());
      }
      assertThat(longOf(oneJson)).as(one).isEqualTo(longOf(new BigDecimal(one)));
    }
  }

  private static String sameNumber(String text, RandomGenerator random) {
    BigDecimal value = new BigDecimal(text);
    return switch (random.nextInt(3)) {
      case 0 -> value.stripTrailingZeros().toString();
      case 1 -> value.toPlainString();
      default -> value.unscaledValue() + "e" + -value.scale();
    };
  }

  private static String longOf(Json json) {
    try {
      return Long.toString(json.asLong());
    } catch (JsonTypeException inexact) {
      return "inexact";
    }
  }

  private static String longOf(BigDecimal value) {
    try {
      return Long.toString(value.longValueExact());
    } catch (ArithmeticException inexact) {
      return "inexact";
    }
  }
}

package dev.keyhold.json;

import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.LimitException;
import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Refuses numbers that are no JSON numbers, or too long, while Jackson still knows the path of the
 * property that they come from.
 */
final class StrictGenerator extends JsonGeneratorDelegate {
  /** More bits than these many digits need: 10 has 3.33 bits. */
  private static final double BITS_PER_DIGIT = 3.33;

  StrictGenerator(JsonGenerator delegate) {
    super(delegate, false);
  }

  @Override
  public JsonGenerator writeNumber(double value) {
    requireFinite(value);
    return super.writeNumber(value);
  }

  @Override
  public JsonGenerator writeNumber(float value) {
    requireFinite(value);
    return super.writeNumber(value);
  }

  @Override
  public JsonGenerator writeArray(double[] values, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new JsonConversionException(
            "element %,d is %s, which is not a JSON number; use null or a string"
                .formatted(i, values[i]),
            "",
            null);
      }
    }
    return super.writeArray(values, from, length);
  }

  @Override
  public JsonGenerator writeNumber(BigInteger value) {
    requireDigits(value);
    return super.writeNumber(value);
  }

  @Override
  public JsonGenerator writeNumber(BigDecimal value) {
    requireDigits(value.unscaledValue());
    return super.writeNumber(value);
  }

  private static void requireDigits(BigInteger value) {
    int digitsMax = JsonLimits.DEFAULT.numberDigitsMax();
    if (value.bitLength() > digitsMax * BITS_PER_DIGIT) {
      throw new LimitException(
          "a number of %,d bits has more than %,d digits (JsonLimits.numberDigitsMax)"
              .formatted(value.bitLength(), digitsMax));
    }
  }

  /** Refuses what has no JSON text. */
  static void requireFinite(double value) {
    if (!Double.isFinite(value)) {
      throw new JsonConversionException(
          value + " is not a JSON number; use null or a string", "", null);
    }
  }
}

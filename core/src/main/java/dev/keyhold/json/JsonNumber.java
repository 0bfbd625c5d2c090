package dev.keyhold.json;

import dev.keyhold.error.LimitException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a number's text stands for: its sign, its digits from the first to the last that is not
 * zero, and the power of ten that puts the point before them. {@code 12.50}, {@code 1250e-2} and
 * {@code 0.125E+2} are all 0.125 · 10².
 */
final class JsonNumber {
  /*
   * An exponent costs a few bytes of text and may stand for a billion zeros, so it is only ever
   * compared, never carried out. It fits into a long unless the text has eighteen digits or more in
   * it; only then is it a BigInteger, and only if the sum does not fit into a long after all, so that
   * equal exponents have equal forms.
   */
  private static final int LONG_DIGITS_MAX = 17;

  /** The most digits before the point that a long can have. */
  private static final int LONG_POWER_MAX = 19;

  private final byte[] text;
  private final boolean negative;

  /** Index of the first digit that is not zero; -1 if there is none. */
  private final int first;

  /** Index of the last digit that is not zero. */
  private final int last;

  private final long power;

  /** The power if it does not fit into a long. */
  private final @Nullable BigInteger hugePower;

  /** The number that stands in a text from an index on. */
  JsonNumber(byte[] text, int from, int to) {
    this.text = text;
    this.negative = text[from] == '-';
    int firstDigit = -1;
    int lastDigit = -1;
    int point = -1;
    int at = from;
    for (; at < to && (text[at] | 0x20) != 'e'; at++) {
      byte b = text[at];
      if (b == '.') {
        point = at;
      } else if (b > '0') {
        firstDigit = firstDigit < 0 ? at : firstDigit;
        lastDigit = at;
      }
    }
    this.first = firstDigit;
    this.last = lastDigit;
    long shift = shift(firstDigit, point < 0 ? at : point);
    if (firstDigit < 0 || at == to) {
      this.power = firstDigit < 0 ? 0 : shift;
      this.hugePower = null;
    } else {
      int digits = at + 1;
      BigInteger huge = null;
      if (to - digits <= LONG_DIGITS_MAX) {
        this.power = shift + Long.parseLong(ascii(digits, to));
      } else {
        BigInteger sum = new BigInteger(ascii(digits, to)).add(BigInteger.valueOf(shift));
        boolean fits = sum.bitLength() < Long.SIZE;
        this.power = fits ? sum.longValue() : 0;
        huge = fits ? null : sum;
      }
      this.hugePower = huge;
    }
  }

  /** How far right of the first digit the point stands; negative if it stands left of it. */
  private static long shift(int firstDigit, int point) {
    return firstDigit < point ? point - firstDigit : point + 1 - firstDigit;
  }

  private String ascii(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.US_ASCII);
  }

  boolean isZero() {
    return first < 0;
  }

  /** Whether both stand for the same number. */
  boolean sameAs(JsonNumber that) {
    if (isZero() || that.isZero()) {
      return isZero() && that.isZero();
    }
    if (negative != that.negative
        || power != that.power
        || !Objects.equals(hugePower, that.hugePower)) {
      return false;
    }
    int at = first;
    int thatAt = that.first;
    while (at <= last && thatAt <= that.last) {
      if (text[at] != that.text[thatAt]) {
        return false;
      }
      at = nextDigit(at);
      thatAt = that.nextDigit(thatAt);
    }
    return at > last && thatAt > that.last;
  }

  /**
   * Refuses a sum that would have too many digits, before anything of it is written out: from the
   * highest place of either number, of which none is zero, to the lowest. A carry may still add
   * one.
   */
  static void requireSumDigits(JsonNumber one, JsonNumber other, int digitsMax) {
    BigInteger high = one.bigPower().max(other.bigPower());
    BigInteger low =
        one.bigPower()
            .subtract(BigInteger.valueOf(one.digits()))
            .min(other.bigPower().subtract(BigInteger.valueOf(other.digits())));
    requireSumDigits(high.subtract(low), digitsMax);
  }

  /** Refuses a sum of so many digits. */
  static void requireSumDigits(BigInteger digits, int digitsMax) {
    if (digits.compareTo(BigInteger.valueOf(digitsMax)) > 0) {
      throw new LimitException(
          "the sum of two JSON numbers would have %,d digits; the limit is %,d"
                  .formatted(digits, digitsMax)
              + " (JsonLimits.numberDigitsMax)");
    }
  }

  /** Negative, zero or positive as this number is less than, equal to or greater than another. */
  int compareTo(JsonNumber that) {
    if (signum() != that.signum()) {
      return Integer.compare(signum(), that.signum());
    }
    if (isZero()) {
      return 0;
    }
    int magnitude = comparePower(that);
    if (magnitude == 0) {
      magnitude = compareDigits(that);
    }
    return negative ? -magnitude : magnitude;
  }

  private int signum() {
    return isZero() ? 0 : negative ? -1 : 1;
  }

  private int comparePower(JsonNumber that) {
    if (hugePower == null && that.hugePower == null) {
      return Long.compare(power, that.power);
    }
    return bigPower().compareTo(that.bigPower());
  }

  private BigInteger bigPower() {
    return hugePower == null ? BigInteger.valueOf(power) : hugePower;
  }

  private int compareDigits(JsonNumber that) {
    int at = first;
    int thatAt = that.first;
    while (at <= last && thatAt <= that.last) {
      if (text[at] != that.text[thatAt]) {
        return Byte.compare(text[at], that.text[thatAt]);
      }
      at = nextDigit(at);
      thatAt = that.nextDigit(thatAt);
    }
    return Boolean.compare(at <= last, thatAt <= that.last);
  }

  private int nextDigit(int at) {
    return at < last && text[at + 1] == '.' ? at + 2 : at + 1;
  }

  /** Equal for numbers that are the same. */
  int hash() {
    if (isZero()) {
      return 0;
    }
    int hash = hugePower == null ? Long.hashCode(power) : hugePower.hashCode();
    for (int at = first; at <= last; at = nextDigit(at)) {
      hash = hash * 31 + text[at];
    }
    return negative ? ~hash : hash;
  }

  /** Whether there is nothing behind the point. */
  boolean isInteger() {
    return isZero() || (hugePower == null ? power >= digits() : hugePower.signum() > 0);
  }

  /** How many digits there are from the first to the last that is not zero. */
  private int digits() {
    int count = last - first + 1;
    for (int at = first; at < last; at++) {
      if (text[at] == '.') {
        return count - 1;
      }
    }
    return count;
  }

  /** Whether {@link #toLong()} has it. */
  boolean isLong() {
    try {
      toLong();
      return true;
    } catch (ArithmeticException inexact) {
      return false;
    }
  }

  /**
   * The number as a long.
   *
   * @throws ArithmeticException if it has a fraction or does not fit
   */
  long toLong() {
    if (isZero()) {
      return 0;
    }
    if (!isInteger() || hugePower != null || power > LONG_POWER_MAX) {
      throw new ArithmeticException();
    }
    // Below zero a long reaches further by one.
    long value = 0;
    int left = (int) power;
    for (int at = first; at <= last; at = nextDigit(at)) {
      value = Math.subtractExact(Math.multiplyExact(value, 10L), text[at] - '0');
      left--;
    }
    for (; left > 0; left--) {
      value = Math.multiplyExact(value, 10L);
    }
    return negative ? value : Math.negateExact(value);
  }
}

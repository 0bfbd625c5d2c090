package dev.keyhold.json;

import dev.keyhold.error.LimitException;

/**
 * How large a JSON text may be. Whatever is larger is refused with a {@link LimitException} that
 * names the value, the limit and its component here.
 *
 * <p>{@link Json#parse} and the builders ({@link Json#object(JsonLimits)}) take limits of the
 * caller's; a value is then as good as any. {@link Json#of} keeps to {@link #DEFAULT}, and so do
 * changed copies and patches in depth and digits; in length they may grow to 1 GiB.
 *
 * @param depthMax how deep arrays and objects may be nested, 1 to 1,000; an unnested array has
 *     depth 1. Comparing and hashing use the stack, a frame a level: that is the reason for the
 *     1,000.
 * @param textBytesMax how long the text may be in UTF-8 bytes, white space included, 1 to 1 GiB
 * @param numberDigitsMax how many digits one number may have, those of the exponent included, 1 to
 *     1,000,000; converting a number costs more than linear time in its digits
 */
public record JsonLimits(int depthMax, int textBytesMax, int numberDigitsMax) {
  /**
   * What holds unless said otherwise: depth 128 (as RedisJSON), 64 MiB of text, 1,000 digits a
   * number (as Jackson).
   */
  public static final JsonLimits DEFAULT = new JsonLimits(128, 64 << 20, 1_000);

  private static final int DEPTH_CEILING = 1_000;
  private static final int TEXT_BYTES_CEILING = 1 << 30;
  private static final int NUMBER_DIGITS_CEILING = 1_000_000;

  /** The most that can be chosen: every value there is lies within. */
  static final JsonLimits CEILING =
      new JsonLimits(DEPTH_CEILING, TEXT_BYTES_CEILING, NUMBER_DIGITS_CEILING);

  /** Checks that each limit lies within its own range. */
  public JsonLimits {
    requireWithin("depthMax", depthMax, DEPTH_CEILING);
    requireWithin("textBytesMax", textBytesMax, TEXT_BYTES_CEILING);
    requireWithin("numberDigitsMax", numberDigitsMax, NUMBER_DIGITS_CEILING);
  }

  private static void requireWithin(String name, int value, int ceiling) {
    if (value < 1 || value > ceiling) {
      throw new IllegalArgumentException(
          "JsonLimits.%s is %,d; it must be between 1 and %,d".formatted(name, value, ceiling));
    }
  }

  /** These limits with another depth. */
  public JsonLimits withDepthMax(int depthMax) {
    return new JsonLimits(depthMax, textBytesMax, numberDigitsMax);
  }

  /** These limits with another length of the text. */
  public JsonLimits withTextBytesMax(int textBytesMax) {
    return new JsonLimits(depthMax, textBytesMax, numberDigitsMax);
  }

  /** These limits with another number of digits. */
  public JsonLimits withNumberDigitsMax(int numberDigitsMax) {
    return new JsonLimits(depthMax, textBytesMax, numberDigitsMax);
  }

  /** Refuses a value that would be nested so deep. */
  void requireDepth(int depth, String value) {
    if (depth > depthMax) {
      throw new LimitException(
          "%s would be nested %,d deep; the limit is %,d (JsonLimits.depthMax)"
              .formatted(value, depth, depthMax));
    }
  }

  /** Refuses a text of so many bytes, or of at least so many. */
  void requireText(long bytes) {
    if (bytes > textBytesMax) {
      throw new LimitException(
          "the JSON text is %,d bytes or more; the limit is %,d (JsonLimits.textBytesMax)"
              .formatted(bytes, textBytesMax));
    }
  }
}

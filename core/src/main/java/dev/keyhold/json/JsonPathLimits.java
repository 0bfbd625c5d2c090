package dev.keyhold.json;

import dev.keyhold.error.LimitException;

/**
 * What one run of a JSONPath query may cost; whatever costs more ends with a {@link LimitException}
 * that names the limit.
 *
 * @param stepsMax how much may be looked at, at least 1: a step is a node, those that filters look
 *     at included; 32 bytes of text passed over or compared; 8 bytes of results; a state of a
 *     regular expression, one for each character of the text
 * @param resultsMax how many results there may be, at least 1
 */
public record JsonPathLimits(long stepsMax, int resultsMax) {
  /**
   * What holds unless said otherwise: 50 million steps, which is a second or less, and a million
   * results.
   */
  public static final JsonPathLimits DEFAULT = new JsonPathLimits(50_000_000, 1_000_000);

  /** Checks that each limit is at least 1. */
  public JsonPathLimits {
    if (stepsMax < 1 || resultsMax < 1) {
      throw new IllegalArgumentException(
          "JsonPathLimits: stepsMax is %,d, resultsMax is %,d; each must be at least 1"
              .formatted(stepsMax, resultsMax));
    }
  }
}

package dev.keyhold.json;

import dev.keyhold.error.LimitException;

/**
 * What one run of a JSONPath query may cost; whatever costs more ends with a {@link LimitException}
 * that names the limit.
 *
 * @param stepsMax how many nodes may be looked at, those that filters look at included, and states
 *     of regular expressions, one for each character; at least 1
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

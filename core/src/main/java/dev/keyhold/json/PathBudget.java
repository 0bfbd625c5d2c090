package dev.keyhold.json;

import dev.keyhold.error.LimitException;

/** What is left of the work that one query may cost. */
final class PathBudget {
  private final JsonPathLimits limits;
  private long stepsLeft;
  private int resultsLeft;

  PathBudget(JsonPathLimits limits) {
    this.limits = limits;
    this.stepsLeft = limits.stepsMax();
    this.resultsLeft = limits.resultsMax();
  }

  /** Pays for looking at some nodes, or at some states of a regular expression. */
  void step(long count) {
    stepsLeft -= count;
    if (stepsLeft < 0) {
      throw new LimitException(
          "the JSONPath query takes more than %,d steps (JsonPathLimits.stepsMax)"
              .formatted(limits.stepsMax()));
    }
  }

  /** Pays for one result. */
  void result() {
    if (--resultsLeft < 0) {
      throw new LimitException(
          "the JSONPath query has more than %,d results (JsonPathLimits.resultsMax)"
              .formatted(limits.resultsMax()));
    }
  }
}

package dev.keyhold.json;

import dev.keyhold.error.LimitException;

/** What is left of the work that one query may cost. */
final class PathBudget {
  /*
   * A step is some 20 ns. Were only nodes counted, a query could pass over a large text once for each
   * node of it, at a step a time. Copied bytes cost more, for all results are there at once: those of
   * 50 million steps are 400 MB.
   */
  private static final int BYTES_A_STEP_LOG2 = 5;
  private static final int COPIED_BYTES_A_STEP_LOG2 = 3;

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

  /** Pays for passing over some bytes of text, or comparing them. */
  void bytes(long count) {
    step(count >>> BYTES_A_STEP_LOG2);
  }

  /** Pays for one result, which is a copy of so many bytes. */
  void result(int bytes) {
    step(bytes >>> COPIED_BYTES_A_STEP_LOG2);
    if (--resultsLeft < 0) {
      throw new LimitException(
          "the JSONPath query has more than %,d results (JsonPathLimits.resultsMax)"
              .formatted(limits.resultsMax()));
    }
  }
}

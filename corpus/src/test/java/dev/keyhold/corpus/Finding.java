package dev.keyhold.corpus;

import java.util.Comparator;

/**
 * One diagnostic of the checker, told or expected.
 *
 * @param line counted from one
 * @param rule as in {@code R1}
 */
record Finding(long line, Severity severity, String rule) implements Comparable<Finding> {
  private static final Comparator<Finding> ORDER =
      Comparator.comparingLong(Finding::line)
          .thenComparing(Finding::rule)
          .thenComparing(Finding::severity);

  /** An error refuses the code, a warning lets it pass. */
  enum Severity {
    REFUSED,
    WARNED;

    /** As it is written in a snippet. */
    String word() {
      return this == REFUSED ? "refused" : "warned";
    }
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "line " + line + ", " + severity.word() + ": " + rule;
  }
}

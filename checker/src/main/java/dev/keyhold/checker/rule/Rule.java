package dev.keyhold.checker.rule;

/** What is refused. */
public enum Rule {
  /** Shared without synchronisation. */
  R1,
  /** A thread-bound guard held across a suspension. */
  R2,
  /** A guard, or a request for one, that is not closed on every path. */
  R3,
  /** Guarded data that leaves its guard. */
  R4,
  /** A guard without a name, which nothing releases. */
  R5,
  /** A lock within itself. */
  R6
}

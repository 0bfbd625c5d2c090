package dev.keyhold.testkit;

/**
 * How long somebody has waited in real time. Counted from look to look, and for each at most a
 * tick: while the process was stopped, by a debugger or a busy machine, nobody has waited, and a
 * task that could not run is not to blame.
 */
final class Patience {
  /** How often to look. */
  static final long TICK_NANOS = 100_000_000;

  private long lastLookNanos = System.nanoTime();
  private long spentNanos;

  /** The time waited until now. */
  long look() {
    long nowNanos = System.nanoTime();
    spentNanos += Math.min(TICK_NANOS, nowNanos - lastLookNanos);
    lastLookNanos = nowNanos;
    return spentNanos;
  }
}

package dev.keyhold.sync;

import java.time.Duration;

/** Reads timeouts. */
final class Timeouts {
  /** Some 146 years: as good as for ever, and safe to add to a clock. */
  private static final long NANOS_MAX = Long.MAX_VALUE / 2;

  private static final Duration LONGEST = Duration.ofNanos(NANOS_MAX);

  private Timeouts() {}

  static long nanos(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(
          "the timeout is " + timeout + "; it cannot be negative (zero does not wait)");
    }
    return timeout.compareTo(LONGEST) >= 0 ? NANOS_MAX : timeout.toNanos();
  }
}

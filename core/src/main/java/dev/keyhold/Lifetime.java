package dev.keyhold;

import dev.keyhold.internal.version.Version;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * When an entry expires.
 *
 * @param millis since its commit, or since 1970; {@link Version#NEVER}
 * @param isSinceCommit which of them
 */
record Lifetime(long millis, boolean isSinceCommit) {
  static final Lifetime NONE = new Lifetime(Version.NEVER, false);

  /** As long as that, by an expiry that was asked for. */
  private static final Lifetime ENDLESS = new Lifetime(Version.NEVER, false);

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** A time after the commit, in whole milliseconds and not shorter; zero if it is negative. */
  static Lifetime of(Duration time) {
    if (time.isNegative()) {
      return new Lifetime(0, true);
    }
    try {
      return new Lifetime(time.plusNanos(NANOS_PER_MILLI - 1).toMillis(), true);
    } catch (ArithmeticException e) {
      return ENDLESS; // longer than can be counted
    }
  }

  /** The same, above zero. */
  static Lifetime ofPositive(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(
          "the lifetime is %s; it must be above zero, or remove the key instead".formatted(time));
    }
    return of(time);
  }

  /** A moment, in whole milliseconds and not sooner. */
  static Lifetime until(Instant moment) {
    if (!moment.isAfter(Instant.EPOCH)) {
      return new Lifetime(0, false);
    }
    try {
      return new Lifetime(moment.plusNanos(NANOS_PER_MILLI - 1).toEpochMilli(), false);
    } catch (ArithmeticException | DateTimeException e) {
      return ENDLESS; // later than can be counted
    }
  }

  /** What remains of a version's. */
  static Lifetime of(Version version) {
    return version.isPassing() ? new Lifetime(version.expiryMillis(), false) : NONE;
  }

  /** When it ends if the commit is now; {@link Version#NEVER}. */
  long expiryMillis(long nowMillis) {
    if (!isSinceCommit) {
      return millis;
    }
    long end = nowMillis + millis;
    return end < nowMillis ? Version.NEVER : end;
  }

  /** Whether nobody would see it if the commit were now. */
  boolean isOver(long nowMillis) {
    return expiryMillis(nowMillis) <= nowMillis;
  }
}

package dev.keyhold.sync;

import dev.keyhold.internal.wait.Owner;

/**
 * The word of a {@link BargingLock}: who holds it, whether anybody waits, and how often it was
 * passed along meanwhile.
 *
 * <pre>
 *   63              26 25        2     1        0
 *   +-----------------+-----------+--------+--------+
 *   |  owning thread  |  passed   | woken  | queued |
 *   +-----------------+-----------+--------+--------+
 * </pre>
 *
 * Owner 0 is free. <em>Queued</em> means that somebody waits; <em>woken</em> that the first in line
 * is awake or about to be, so that a release need not wake it. <em>Passed</em> counts releases
 * while somebody waits, modulo 2^24: it tells the first in line that the lock has moved between two
 * looks, and a releaser when to look at the clock. A word without queued is all zeroes but for the
 * owner.
 */
final class BargingWord {
  static final long FREE = 0;

  private static final long QUEUED = 1;
  private static final long WOKEN = 2;
  private static final long FLAGS = QUEUED | WOKEN;
  private static final long PASSED_ONE = 4;
  private static final int OWNER_SHIFT = Long.SIZE - Owner.BITS;
  private static final long REST = (1L << OWNER_SHIFT) - 1;

  /** Passings between two looks at the clock; a power of two. */
  static final int PASSINGS_A_LOOK = 64;

  private static final long LOOK = (PASSINGS_A_LOOK - 1) * PASSED_ONE;

  private BargingWord() {}

  static long owner(long word) {
    return word >>> OWNER_SHIFT;
  }

  static boolean isFree(long word) {
    return word >>> OWNER_SHIFT == Owner.NOBODY;
  }

  static boolean isQueued(long word) {
    return (word & QUEUED) != 0;
  }

  static boolean isWoken(long word) {
    return (word & WOKEN) != 0;
  }

  /** The word after {@code thread} has taken the free lock, whoever waits. */
  static long taken(long free, long thread) {
    return free | (thread << OWNER_SHIFT);
  }

  /** The word after the first in line got the lock; the next one, if any, sleeps. */
  static long takenByFirst(long word, long thread, boolean anyLeft) {
    return (thread << OWNER_SHIFT) | (anyLeft ? (word & REST & ~FLAGS) | QUEUED : 0);
  }

  /** How often the lock was passed along between two looks at it. */
  static long passings(long earlier, long later) {
    return ((later - earlier) & REST) / PASSED_ONE;
  }

  /** Whether a release has nothing to do but to free. */
  static boolean isPlainRelease(long held) {
    return (held & FLAGS) == 0 || ((held & FLAGS) == FLAGS && ((held + PASSED_ONE) & LOOK) != 0);
  }

  /** The word after a release that wakes nobody. */
  static long freed(long held) {
    return (held & FLAGS) == 0 ? FREE : (held + PASSED_ONE) & REST;
  }

  /** The same, with somebody waiting. */
  static long queued(long word) {
    return word | QUEUED;
  }

  /** The same, with the first in line awake. */
  static long woken(long word) {
    return word | WOKEN;
  }

  /** The same, with the first in line asleep. */
  static long asleep(long word) {
    return word & ~WOKEN;
  }

  /** The same, with nobody waiting. */
  static long unqueued(long word) {
    return word & ~REST;
  }
}

package dev.keyhold.sync;

import dev.keyhold.internal.wait.Owner;

/**
 * The word of a {@link FifoLock}: who holds it, which hold it is, whether anybody waits.
 *
 * <pre>
 *   63              26 25        2   1       0
 *   +-----------------+-----------+-------+-------+
 *   |      owner      | sequence  |   -   | queued|
 *   +-----------------+-----------+-------+-------+
 * </pre>
 *
 * Owner 0 is free. The sequence counts releases; with the owner it makes the ticket of a hold, so
 * that a late or second close finds that its hold has gone. It wraps after 2^24 releases, which is
 * why a guard also keeps a flag of its own. Queued means that the release must look at the queue; a
 * free word is never queued (G3).
 */
final class Word {
  static final long QUEUED = 1;

  private static final int SEQUENCE_SHIFT = 2;
  private static final int OWNER_SHIFT = Long.SIZE - Owner.BITS;
  private static final long SEQUENCE_ONE = 1L << SEQUENCE_SHIFT;
  private static final long SEQUENCE_MASK = (1L << OWNER_SHIFT) - SEQUENCE_ONE;

  private Word() {}

  static boolean isFree(long word) {
    return word >>> OWNER_SHIFT == Owner.NOBODY;
  }

  static boolean isQueued(long word) {
    return (word & QUEUED) != 0;
  }

  static long owner(long word) {
    return word >>> OWNER_SHIFT;
  }

  /** The hold that {@code owner} begins on the free word {@code free}. */
  static long held(long free, long owner) {
    return free | (owner << OWNER_SHIFT);
  }

  /** The hold that {@code owner} gets from the hold in {@code word}. */
  static long passed(long word, long owner) {
    return freed(word) | (owner << OWNER_SHIFT);
  }

  /** The same hold, by another owner. */
  static long moved(long word, long owner) {
    return (word & ((1L << OWNER_SHIFT) - 1)) | (owner << OWNER_SHIFT);
  }

  /** The free word after the hold in {@code word}. */
  static long freed(long word) {
    return (word + SEQUENCE_ONE) & SEQUENCE_MASK;
  }

  /** Without the flag. */
  static long ticket(long word) {
    return word & ~QUEUED;
  }

  /** Whether {@code word} is the hold with this ticket, whoever owns it by now. */
  static boolean isHold(long word, long ticket) {
    return ((word ^ ticket) & SEQUENCE_MASK) == 0 && !isFree(word);
  }
}

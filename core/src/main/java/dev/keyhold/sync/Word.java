package dev.keyhold.sync;

import dev.keyhold.internal.wait.Owner;

/**
 * The word of a {@link FifoLock}: who holds it alone, which hold that is, whether it is managed.
 *
 * <pre>
 *   63              26 25               1     0
 *   +-----------------+------------------+---------+
 *   |      owner      |     sequence     | managed |
 *   +-----------------+------------------+---------+
 * </pre>
 *
 * Owner 0: nobody holds alone. The sequence counts releases; with the owner it makes the ticket of
 * a hold, so that a late or second close finds that its hold has gone. It wraps after 2^25
 * releases, which is why a guard also keeps a flag of its own. Managed means that the word changes
 * under the latch only: somebody waits, or something else is to be looked at first.
 */
final class Word {
  static final long MANAGED = 1;

  private static final int SEQUENCE_SHIFT = 1;
  private static final int OWNER_SHIFT = Long.SIZE - Owner.BITS;
  private static final long SEQUENCE_ONE = 1L << SEQUENCE_SHIFT;
  private static final long SEQUENCE_MASK = (1L << OWNER_SHIFT) - SEQUENCE_ONE;

  private Word() {}

  static boolean isFree(long word) {
    return word >>> OWNER_SHIFT == Owner.NOBODY;
  }

  /** Free, and anybody may take it without the latch. */
  static boolean isOpen(long word) {
    return (word & ~SEQUENCE_MASK) == 0;
  }

  static boolean isManaged(long word) {
    return (word & MANAGED) != 0;
  }

  static long owner(long word) {
    return word >>> OWNER_SHIFT;
  }

  /** The hold that {@code owner} begins on the free word {@code free}. */
  static long held(long free, long owner) {
    return free | (owner << OWNER_SHIFT);
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
    return word & ~MANAGED;
  }

  /** Whether {@code word} is the hold with this ticket, whoever owns it by now. */
  static boolean isHold(long word, long ticket) {
    return ((word ^ ticket) & SEQUENCE_MASK) == 0 && !isFree(word);
  }
}

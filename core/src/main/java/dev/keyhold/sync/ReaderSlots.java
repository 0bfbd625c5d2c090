package dev.keyhold.sync;

import dev.keyhold.internal.wait.Owner;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where readers hold a lock without touching what they have in common: each writes itself into a
 * slot of its own, and a writer looks into all of them.
 *
 * <pre>
 *   63              26 25      10 9      0
 *   +-----------------+----------+--------+
 *   |      owner      | sequence | index  |      owner 0: empty
 *   +-----------------+----------+--------+
 * </pre>
 *
 * The word of a slot is a reader's ticket: it tells the slot, and one hold of it from the next. The
 * sequence wraps after 2^16 uses of a slot; until then, and by other owners for ever, a stale
 * ticket fits nothing.
 *
 * <p>A slot is one reader's until <em>either</em> its own release <em>or</em> {@link #drain} swaps
 * the word: whichever comes first. Who drains lists the reader elsewhere, so a reader whose release
 * comes too late knows where to go.
 *
 * <p>Source: BRAVO (Dice, Kogan, USENIX ATC 2019) has the visible readers; ours tell who they are,
 * and the writer takes them over instead of waiting for the slots to empty.
 */
final class ReaderSlots {
  /** Slots beside each other, for readers that have lost their processor. */
  private static final int LINE = 8;

  /** From line to line: two lines of a processor's cache, since arrays do not begin with one. */
  private static final int STRIDE = 2 * LINE;

  private static final int INDEX_BITS = 10;
  private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;
  private static final int OWNER_SHIFT = Long.SIZE - Owner.BITS;
  private static final long EMPTY_MASK = (1L << OWNER_SHIFT) - 1;

  /** Half of them away from those of the small slots, whose readers may still be there. */
  private static final long LARGE_SEQUENCE = 1L << (OWNER_SHIFT - INDEX_BITS - 1);

  private static final int LINES_MAX = 1 << (INDEX_BITS - 4);

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] slots;
  private final int lineMask;

  /** Two readers have met in one line. Plain: seen late, it grows late. */
  boolean crowded;

  /**
   * Empty slots.
   *
   * @param sequence from which each counts
   */
  private ReaderSlots(int lines, long sequence) {
    slots = new long[(lines - 1) * STRIDE + LINE];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = sequence << INDEX_BITS | i;
    }
    lineMask = lines - 1;
  }

  /** For a lock of which nothing is known: 80 bytes. */
  static ReaderSlots small() {
    return new ReaderSlots(1, 0);
  }

  /**
   * For a lock whose readers get into each other's way: 128 bytes a line, two lines a processor.
   */
  static ReaderSlots large() {
    int lines = Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 4 - 1);
    return new ReaderSlots(Math.min(lines, LINES_MAX), LARGE_SEQUENCE);
  }

  /** Whether larger ones are worth having. */
  boolean shouldGrow() {
    return crowded && lineMask == 0;
  }

  /** A slot for this owner; 0: none is to be had. */
  long take(long owner) {
    int line = (int) ((owner * 0x9E3779B97F4A7C15L) >>> 48) & lineMask;
    for (int i = 0; i < LINE; i++) {
      int at = line * STRIDE + (((int) owner + i) & (LINE - 1));
      long empty = slots[at];
      if (empty >>> OWNER_SHIFT == Owner.NOBODY) {
        long ticket = empty | (owner << OWNER_SHIFT);
        if (SLOT.compareAndSet(slots, at, empty, ticket)) {
          return ticket;
        }
        crowded = true;
      }
    }
    return 0;
  }

  /** Empties the slot; false: it has been drained or given back before. */
  boolean giveBack(long ticket) {
    int at = (int) (ticket & INDEX_MASK);
    return SLOT.compareAndSet(slots, at, ticket, emptied(ticket));
  }

  private static long emptied(long ticket) {
    return (ticket + (1L << INDEX_BITS)) & EMPTY_MASK;
  }

  /** Hears of a reader. */
  @FunctionalInterface
  interface Taker {
    /** A reader that was drained. */
    void take(long ticket, long owner);
  }

  /** Empties every slot and tells whom it was taken from. */
  void drain(Taker taker) {
    for (int line = 0; line <= lineMask; line++) {
      for (int i = 0; i < LINE; i++) {
        drain(line * STRIDE + i, taker);
      }
    }
  }

  /** Tells of every reader that is seen in passing. */
  void forEach(Taker teller) {
    for (int at = 0; at < slots.length; at++) {
      long seen = (long) SLOT.getVolatile(slots, at);
      if (seen >>> OWNER_SHIFT != Owner.NOBODY) {
        teller.take(seen, seen >>> OWNER_SHIFT);
      }
    }
  }

  private void drain(int at, Taker taker) {
    long seen = (long) SLOT.getVolatile(slots, at);
    while (seen >>> OWNER_SHIFT != Owner.NOBODY) {
      if (giveBack(seen)) {
        taker.take(seen, seen >>> OWNER_SHIFT);
        return;
      }
      seen = (long) SLOT.getVolatile(slots, at);
    }
  }
}

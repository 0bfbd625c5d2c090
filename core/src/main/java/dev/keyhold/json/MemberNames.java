package dev.keyhold.json;

import java.util.Arrays;

/**
 * The member names of the objects that are open while a text is read, and the members that have
 * lost to a later one of the same name.
 */
final class MemberNames {
  /*
   *      entries   from to hash | from to hash | from to hash        an inner object's names lie
   *                ^ outer's mark                ^ inner's mark      above those of its parent
   *
   * When an object closes, its names are compared. Up to LINEAR_MAX a sketch of each name tells the
   * few that may be equal to one before them; whoever chooses names that all look alike to it makes
   * us compare each with each, and that is all. Beyond, a table of hashes that nobody can foresee
   * takes its place, and the entries' sketches become hashes. A loser reaches from its name to the name after it; being never the last of its
   * object, it has one. Losers may lie within losers, and are cut out once, at the end, so that no
   * text can make us move the same bytes again and again.
   */
  private static final int ENTRY = 3;
  private static final int FROM = 0;
  private static final int TO = 1;
  private static final int HASH = 2;

  /** Up to so many members, comparing each with each is faster than a table. */
  private static final int LINEAR_MAX = 16;

  private static final int[] NONE = {};
  private static final long[] NO_LOSERS = {};

  private int[] entries = NONE;
  private int used;

  /** Ranges to cut: where each begins in the upper half, where it ends in the lower. */
  private long[] losers = NO_LOSERS;

  private int loserCount;
  private int[] table = NONE;

  /** The same names again, to be ended apart from these; nothing may have lost yet. */
  MemberNames copy() {
    MemberNames copy = new MemberNames();
    copy.entries = Arrays.copyOf(entries, used);
    copy.used = used;
    return copy;
  }

  /** Where the names of an object that opens now will begin. */
  int mark() {
    return used;
  }

  void add(byte[] text, int from, int to) {
    if (used == entries.length) {
      entries = Arrays.copyOf(entries, Math.max(8 * ENTRY, Math.multiplyExact(used, 2)));
    }
    entries[used + FROM] = from;
    entries[used + TO] = to;
    entries[used + HASH] = ByteHash.sketch(text, from, to);
    used += ENTRY;
  }

  /** Ends the object whose names began at a mark. */
  void close(byte[] text, int mark) {
    if (used - mark <= LINEAR_MAX * ENTRY) {
      compareEach(text, mark);
    } else {
      compareByTable(text, mark);
    }
    used = mark;
  }

  private void compareEach(byte[] text, int mark) {
    long seen = 0;
    for (int one = mark; one < used; one += ENTRY) {
      long bit = 1L << entries[one + HASH];
      if ((seen & bit) != 0) {
        loseTo(text, one, mark);
      }
      seen |= bit;
    }
  }

  /** The one before with this name, if there is one; those before that have lost already. */
  private void loseTo(byte[] text, int winner, int mark) {
    for (int other = winner - ENTRY; other >= mark; other -= ENTRY) {
      if (same(text, other, winner)) {
        lose(other);
        return;
      }
    }
  }

  private void compareByTable(byte[] text, int mark) {
    for (int entry = mark; entry < used; entry += ENTRY) {
      entries[entry + HASH] =
          ByteHash.hash(text, entries[entry + FROM], entries[entry + TO], ByteHash.SEED);
    }
    int slots = Integer.highestOneBit((used - mark) / ENTRY) * 4;
    if (table.length < slots) {
      table = new int[slots];
    } else {
      Arrays.fill(table, 0, slots, 0);
    }
    // From the last name to the first: whoever finds its name taken has lost.
    for (int entry = used - ENTRY; entry >= mark; entry -= ENTRY) {
      int slot = entries[entry + HASH] & (slots - 1);
      while (table[slot] != 0 && !same(text, table[slot] - 1, entry)) {
        slot = (slot + 1) & (slots - 1);
      }
      if (table[slot] != 0) {
        lose(entry);
      } else {
        table[slot] = entry + 1;
      }
    }
  }

  private boolean same(byte[] text, int one, int other) {
    return entries[one + HASH] == entries[other + HASH]
        && Arrays.equals(
            text,
            entries[one + FROM],
            entries[one + TO],
            text,
            entries[other + FROM],
            entries[other + TO]);
  }

  private void lose(int entry) {
    if (loserCount == losers.length) {
      losers = Arrays.copyOf(losers, Math.max(8, loserCount * 2));
    }
    losers[loserCount++] = ((long) entries[entry + FROM] << 32) | entries[entry + ENTRY + FROM];
  }

  /** Cuts the losers out of a text and returns its new length. */
  int cutLosers(byte[] text, int length) {
    if (loserCount == 0) {
      return length;
    }
    Arrays.sort(losers, 0, loserCount);
    int write = (int) (losers[0] >>> 32);
    int read = write;
    for (int i = 0; i < loserCount; i++) {
      int from = (int) (losers[i] >>> 32);
      if (from > read) {
        System.arraycopy(text, read, text, write, from - read);
        write += from - read;
      }
      read = Math.max(read, (int) losers[i]);
    }
    System.arraycopy(text, read, text, write, length - read);
    return write + length - read;
  }
}

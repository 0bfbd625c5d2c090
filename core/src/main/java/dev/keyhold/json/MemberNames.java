package dev.keyhold.json;

import java.util.Arrays;

/**
 * The member names of the objects that are open while a text is read, and the members that have
 * lost to a later one of the same name.
 */
final class MemberNames {
  /*
   *      entries   outer's names | seen, mark | inner's names       an inner object's names lie
   *                ^ its mark                 ^ its mark            above those of its parent
   *
   * A name is where it begins in the text. Of each object `seen` has a bit for the sketch of each
   * name there was, so up to LINEAR_MAX names a new one is compared with those before it only if it
   * may be equal to one; whoever chooses names that all look alike to the sketch makes us compare
   * each with each, and that is all. If there are more of them, then, once all are there, a table of
   * hashes that nobody can foresee finds the equal ones.
   *
   * A loser reaches from its name to the name after it; being never the last of its object, it has
   * one. Losers may lie within losers, and be noted twice; they are cut out once, at the end, so
   * that no text can make us move the same bytes again and again.
   */

  /** Up to so many members, comparing each with each is faster than a table. */
  private static final int LINEAR_MAX = 16;

  private static final int ENTRIES = 24;
  private static final int[] NONE = {};
  private static final long[] NO_LOSERS = {};

  private int[] entries = NONE;
  private int used;

  /** Where the names of the innermost open object begin. */
  private int mark;

  /** The sketches of its names, as bits. */
  private long seen;

  /** Ranges to cut: where each begins in the upper half, where it ends in the lower. */
  private long[] losers = NO_LOSERS;

  private int loserCount;

  /** The same names again, to be ended apart from these. */
  MemberNames copy() {
    MemberNames copy = new MemberNames();
    copy.entries = Arrays.copyOf(entries, used);
    copy.used = used;
    copy.mark = mark;
    copy.seen = seen;
    copy.losers = Arrays.copyOf(losers, loserCount);
    copy.loserCount = loserCount;
    return copy;
  }

  /** An object opens: names belong to it until it closes. */
  void open() {
    push((int) (seen >>> Integer.SIZE));
    push((int) seen);
    push(mark);
    mark = used;
    seen = 0;
  }

  /**
   * Adds a name to the object that opened last.
   *
   * @param from where it begins in the text, with its quote
   * @param to the index behind its closing quote
   */
  void add(byte[] text, int from, int to) {
    push(from);
    long bit = 1L << ByteHash.sketch(text, from, to);
    if ((seen & bit) != 0 && used - mark <= LINEAR_MAX) {
      loseTo(text, used - 1);
    }
    seen |= bit;
  }

  private void push(int entry) {
    if (used == entries.length) {
      entries = Arrays.copyOf(entries, Math.max(ENTRIES, Math.multiplyExact(used, 2)));
    }
    entries[used++] = entry;
  }

  /** The object that opened last has all its names, and closes. */
  void close(byte[] text) {
    end(text);
    mark = entries[--used];
    long low = Integer.toUnsignedLong(entries[--used]);
    seen = ((long) entries[--used] << Integer.SIZE) | low;
  }

  /** The object has all its names. */
  void end(byte[] text) {
    if (used - mark > LINEAR_MAX) {
      compareByTable(text);
    }
    used = mark;
  }

  /** The one before with this name, if there is one; those before that have lost already. */
  private void loseTo(byte[] text, int winner) {
    for (int other = winner - 1; other >= mark; other--) {
      if (same(text, entries[other], entries[winner])) {
        lose(other);
        return;
      }
    }
  }

  private static boolean same(byte[] text, int one, int other) {
    return text[one + 1] == text[other + 1]
        && Arrays.equals(
            text,
            one,
            JsonScan.skipString(text, one),
            text,
            other,
            JsonScan.skipString(text, other));
  }

  private void compareByTable(byte[] text) {
    int slots = Integer.highestOneBit(used - mark) * 4;
    int[] table = new int[slots];
    int[] hashes = new int[slots];
    // From the last name to the first: whoever finds its name taken has lost.
    for (int entry = used - 1; entry >= mark; entry--) {
      int from = entries[entry];
      int hash = ByteHash.hash(text, from, JsonScan.skipString(text, from), ByteHash.SEED);
      int slot = hash & (slots - 1);
      while (table[slot] != 0
          && !(hashes[slot] == hash && same(text, entries[table[slot] - 1], from))) {
        slot = (slot + 1) & (slots - 1);
      }
      if (table[slot] != 0) {
        lose(entry);
      } else {
        table[slot] = entry + 1;
        hashes[slot] = hash;
      }
    }
  }

  private void lose(int entry) {
    if (loserCount == losers.length) {
      losers = Arrays.copyOf(losers, Math.max(8, loserCount * 2));
    }
    losers[loserCount++] = ((long) entries[entry] << Integer.SIZE) | entries[entry + 1];
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

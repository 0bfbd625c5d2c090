package dev.keyhold.internal.index;

import dev.keyhold.internal.memory.HeapLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a stretch of keys, in order. Its arrays are as long as needed, in steps of some
 * entries: half-empty leaves are most of what a tree wastes.
 *
 * <p>Methods that change it need its lock, and say so; the others may be called without, see {@link
 * Node}.
 */
final class Leaf<V> extends Node<V> {
  static final int ENTRIES_MAX = 64;

  /** With less it is looked for a neighbour to merge with. */
  static final int ENTRIES_LOW = 16;

  /** What is merged is not so full that it would split soon. */
  static final int ENTRIES_MERGED_MAX = 48;

  private static final int STEP = 16;

  private static final int BYTES = HeapLayout.object(3, Long.BYTES + Integer.BYTES);

  /** As {@link KeyBytes#head} of the keys behind the prefix; ascending. */
  private int[] heads = new int[STEP];

  /** Null from count on. */
  private @Nullable Entry<V>[] entries = array(STEP);

  @SuppressWarnings({"unchecked", "rawtypes"}) // a generic array
  private static <V> @Nullable Entry<V>[] array(int length) {
    return (Entry<V>[]) new Entry[length];
  }

  /** The index of a key, or if it is not there, the one's complement of where it would be. */
  int search(byte[] key) {
    int[] heads = this.heads;
    @Nullable Entry<V>[] entries = this.entries;
    int count = Math.min(this.count, Math.min(heads.length, entries.length));
    byte[] prefix = this.prefix;
    int side = KeyBytes.compareToPrefix(key, prefix);
    if (side != 0) {
      return side < 0 ? ~0 : ~count;
    }
    int head = KeyBytes.head(key, prefix.length);
    int from = KeyBytes.lowerBound(heads, count, head);
    int to = KeyBytes.endOfEqual(heads, from, count, head);
    while (from < to) {
      int middle = (from + to) >>> 1;
      Entry<V> entry = entries[middle];
      int order = entry == null ? 0 : entry.compareTo(key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return ~from;
  }

  /** The index of the first entry that is not before a cut. */
  int indexOf(Cut cut) {
    int at = search(cut.key());
    if (at < 0) {
      return ~at;
    }
    return cut.isAfter() ? at + 1 : at;
  }

  /** The entry at an index; null at one that a torn read has brought up. */
  @Nullable Entry<V> entryAt(int index) {
    @Nullable Entry<V>[] entries = this.entries;
    return index < entries.length ? entries[index] : null;
  }

  /** Copies entries from one index to another to an array; how many there were. */
  int copy(int from, int to, @Nullable Entry<V>[] target) {
    @Nullable Entry<V>[] entries = this.entries;
    int length = Math.min(Math.min(to, entries.length) - from, target.length);
    if (length <= 0) {
      return 0;
    }
    System.arraycopy(entries, from, target, 0, length);
    return length;
  }

  /** Under the lock, before {@link #insert}: all that could fail for lack of memory. */
  void reserve(byte[] key) {
    if (count == entries.length) {
      resize(count + STEP);
    }
    int common = count == 0 ? prefix.length : KeyBytes.common(key, prefix);
    if (common < prefix.length) {
      prefix = Arrays.copyOf(prefix, common);
      computeHeads();
    }
  }

  /** Under the lock: puts an entry at the index where its key belongs. */
  void insert(int index, byte[] key, Entry<V> entry) {
    if (count == 0) {
      prefix = KeyBytes.NONE;
    }
    System.arraycopy(heads, index, heads, index + 1, count - index);
    System.arraycopy(entries, index, entries, index + 1, count - index);
    heads[index] = KeyBytes.head(key, prefix.length);
    entries[index] = entry;
    count++;
  }

  /** Under the lock: puts another entry of the same key there. */
  void replace(int index, Entry<V> entry) {
    entries[index] = entry;
  }

  /** Under the lock: takes the entry at an index out. */
  void remove(int index) {
    System.arraycopy(heads, index + 1, heads, index, count - index - 1);
    System.arraycopy(entries, index + 1, entries, index, count - index - 1);
    entries[--count] = null;
    if (entries.length - count >= 2 * STEP && entries.length > STEP) {
      resize(entries.length - STEP);
    }
  }

  private void resize(int length) {
    int rounded = rounded(length);
    int[] resizedHeads = Arrays.copyOf(heads, rounded);
    entries = Arrays.copyOf(entries, rounded);
    heads = resizedHeads;
  }

  private static int rounded(int length) {
    return Math.min((length + STEP - 1) / STEP * STEP, ENTRIES_MAX);
  }

  /**
   * Under the lock: makes another leaf of the entries from an index on, which is not 0. This one
   * still has them: see {@link #keep}.
   */
  Leaf<V> upper(int from) {
    Leaf<V> upper = new Leaf<>();
    upper.count = count - from;
    int length = rounded(upper.count + 1);
    upper.entries = Arrays.copyOfRange(entries, from, from + length);
    upper.heads = Arrays.copyOfRange(heads, from, from + length);
    upper.prefix = prefix;
    // A leaf of one entry begins like its neighbour, for it is there that more will come.
    Entry<V> like = upper.count == 1 ? some(from - 1) : some(from);
    upper.lengthenPrefix(like.common(some(count - 1)));
    return upper;
  }

  /** Under the lock: keeps the first entries, at least one, and lets go of the others. */
  void keep(int kept) {
    int length = rounded(kept + 1);
    @Nullable Entry<V>[] fewer = array(length);
    System.arraycopy(entries, 0, fewer, 0, kept);
    heads = Arrays.copyOf(heads, length);
    entries = fewer;
    count = kept;
    lengthenPrefix(some(0).common(some(kept - 1)));
  }

  /** Under both locks: takes the entries of the leaf behind this one. */
  void append(Leaf<V> upper) {
    int sum = count + upper.count;
    int length = rounded(sum + 1);
    @Nullable Entry<V>[] all = array(length);
    System.arraycopy(entries, 0, all, 0, count);
    System.arraycopy(upper.entries, 0, all, count, upper.count);
    heads = new int[length];
    entries = all;
    count = sum;
    prefix = KeyBytes.NONE;
    if (sum > 0) {
      computeHeads();
      lengthenPrefix(some(0).common(some(sum - 1)));
    }
  }

  private void lengthenPrefix(int common) {
    if (common > prefix.length) {
      prefix = some(0).first(common);
      computeHeads();
    }
  }

  private void computeHeads() {
    for (int i = 0; i < count; i++) {
      heads[i] = some(i).head(prefix.length);
    }
  }

  /** Under the lock or with nobody writing: the entry at an index below the count. */
  Entry<V> some(int index) {
    Entry<V> entry = entries[index];
    if (entry == null) {
      throw new AssertionError(
          "index: a leaf of %d entries has none at %d".formatted(count, index));
    }
    return entry;
  }

  /** The shortest key that is behind the entry before an index and not behind the one at it. */
  byte[] separator(int index) {
    Entry<V> above = some(index);
    return above.first(some(index - 1).common(above) + 1);
  }

  @Override
  long heapBytes() {
    long prefixBytes = prefix == KeyBytes.NONE ? 0 : HeapLayout.array(prefix.length);
    return BYTES
        + HeapLayout.array((long) Integer.BYTES * heads.length)
        + HeapLayout.references(entries.length)
        + prefixBytes;
  }

  /** For how many entries there is room without new arrays. */
  int capacity() {
    return entries.length;
  }

  /** With nobody writing: fails unless arrays, prefix and heads fit together. */
  void check() {
    boolean sized = heads.length == entries.length && entries.length <= ENTRIES_MAX;
    if (isLocked() || !sized || count > entries.length) {
      throw new AssertionError(
          "index: a leaf of %d entries has arrays of %d and %d, locked: %s"
              .formatted(count, heads.length, entries.length, isLocked()));
    }
    for (int i = 0; i < entries.length; i++) {
      Entry<V> entry = entries[i];
      if ((entry != null) != (i < count)) {
        throw new AssertionError(
            "index: a leaf of %d entries has %s at %d".formatted(count, entry, i));
      }
      if (entry != null
          && (KeyBytes.compareToPrefix(entry.keyBytes(), prefix) != 0
              || heads[i] != entry.head(prefix.length))) {
        throw new AssertionError("index: prefix or head of %s is wrong".formatted(entry));
      }
    }
  }
}

package dev.keyhold.internal.index;

import dev.keyhold.internal.memory.HeapLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A part of the {@link Directory}: an open-addressed hash table of some hundred entries at the
 * most, whose size never changes. It is read without a lock; who changes it holds its latch.
 *
 * <pre>
 *   tags    │ 7f 00 3c 01 e4 00 00 00 │ …      one long a group of eight slots, a byte a slot:
 *   slots   │ e  ·  e  ·  e  ·  ·  ·  │ …      0 empty, 1 removed, else bits of the entry's hash
 * </pre>
 *
 * <p>A key's search begins at the group that its hash names, and goes on to the next until a group
 * has an empty slot, at most {@link #PROBES_MAX} of them.
 *
 * <ol>
 *   <li>An entry stays in its slot until it is removed. (A reader cannot miss what is moved.)
 *   <li>Every group from an entry's home to the one before its own has no empty slot, from before
 *       its tag is written until it is removed. So a slot that is emptied becomes empty only if its
 *       group has an empty one anyway: then nothing stands behind on account of this group.
 *   <li>An entry is in its slot before its tag is there (release), and its tag is gone before its
 *       slot is emptied. A reader that has seen a tag (acquire) finds its entry, or nothing, or an
 *       entry that came later, which is another key's or the same key's successor.
 *   <li>Once {@code replaced} it never changes again: a reader that still has it sees how things
 *       were when it was replaced, which was within its search.
 * </ol>
 *
 * <p>Source: the groups of tags are those of Abseil's Swiss tables.
 */
final class Segment<V> extends SpinLatch {
  private static final int GROUP = 8;
  private static final int GROUP_SHIFT = 3;

  /**
   * Groups a key may be in. Among hashes that are random, fewer would be full every now and then
   * (of sixteen, with five of eight slots taken on the average, once in ten million times); and the
   * cost of keys that were made to meet is bounded by it.
   */
  static final int PROBES_MAX = 16;

  /** Two arrays, four counts, three flags, that of the latch among them. */
  private static final int BYTES = HeapLayout.object(2, 4 * Integer.BYTES + 3);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long EMPTY = 0;
  private static final long REMOVED = 1;

  private static final VarHandle TAGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Entry[].class);

  /** How many leading bits of the mixed hash all keys in here have in common. */
  final int depth;

  /** As many as {@link #tags}: to know it before that array is in the cache. */
  private final int groups;

  private final long[] tags;
  private final @Nullable Entry<V>[] slots;

  /** There may be keys of this segment in the tree that are not in here. Only ever set. */
  volatile boolean overflown;

  /** No longer part of the directory. Guarded by the latch. */
  boolean replaced;

  /** Guarded by the latch. */
  private int live;

  /** Slots that are not empty: entries and removed ones. Guarded by the latch. */
  private int used;

  /** An empty one that has room for so many entries and some more. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // a generic array
  Segment(int depth, int entries, boolean overflown) {
    this.depth = depth;
    this.overflown = overflown;
    // 9/16 full, to begin with; see isFull.
    groups = entries * 2 / 9 + 1;
    tags = new long[groups];
    slots = (Entry<V>[]) new Entry[groups << GROUP_SHIFT];
  }

  /** Spreads a hash over 64 bits: leading ones choose the segment, the lowest 24 tag and group. */
  static long mix(int hash) {
    // Once is not enough: the hashes of strings that differ in some digits are far from random.
    long mixed = hash * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    return mixed ^ mixed >>> 32;
  }

  private static long tag(long mixed) {
    long tag = mixed >>> 16 & 0xFF;
    return tag > REMOVED ? tag : tag + 2;
  }

  private static int home(long mixed, int groups) {
    return (int) (((mixed & 0xFFFF) * groups) >>> 16);
  }

  /** The high bit of every byte that is zero, and perhaps of some above a zero one. */
  private static long zeroBytes(long word) {
    return (word - ONES) & ~word & HIGHS;
  }

  private static long withTag(long word, int slot, long tag) {
    int shift = (slot & GROUP - 1) << 3;
    return (word & ~(0xFFL << shift)) | (tag << shift);
  }

  private static int firstSlot(int group, long found) {
    return (group << GROUP_SHIFT) + (Long.numberOfTrailingZeros(found) >>> 3);
  }

  /** The entry of a key; null: it is not in here. */
  @Nullable Entry<V> find(String key, int hash, long mixed) {
    long[] words = tags;
    long wanted = tag(mixed) * ONES;
    int group = home(mixed, groups);
    for (int probes = PROBES_MAX; probes > 0; probes--) {
      long word = (long) TAGS.getAcquire(words, group);
      for (long found = zeroBytes(word ^ wanted); found != 0; found &= found - 1) {
        Entry<V> entry = slotAt(firstSlot(group, found));
        if (entry != null && entry.hash == hash && entry.isOf(key)) {
          return entry;
        }
      }
      if (zeroBytes(word) != 0) {
        return null;
      }
      group = group + 1 == groups ? 0 : group + 1;
    }
    return null;
  }

  /** The same for a key that an {@link InlineEntry} has room for, by its tail and words. */
  @Nullable Entry<V> findInline(long mixed, int tail, long w0, long w1, long w2, long w3) {
    long[] words = tags;
    long wanted = tag(mixed) * ONES;
    int group = home(mixed, groups);
    for (int probes = PROBES_MAX; probes > 0; probes--) {
      long word = (long) TAGS.getAcquire(words, group);
      for (long found = zeroBytes(word ^ wanted); found != 0; found &= found - 1) {
        Entry<V> entry = slotAt(firstSlot(group, found));
        if (entry != null && entry.tail == tail && entry.hasWords(w0, w1, w2, w3)) {
          return entry;
        }
      }
      if (zeroBytes(word) != 0) {
        return null;
      }
      group = group + 1 == groups ? 0 : group + 1;
    }
    return null;
  }

  @SuppressWarnings("unchecked") // nothing else gets there
  private @Nullable Entry<V> slotAt(int slot) {
    return (Entry<V>) SLOTS.getAcquire(slots, slot);
  }

  /** The slot of an entry, or -1. */
  private int slotOf(Entry<V> entry, long mixed) {
    long wanted = tag(mixed) * ONES;
    int group = home(mixed, groups);
    for (int probes = Math.min(PROBES_MAX, groups); probes > 0; probes--) {
      for (long found = zeroBytes(tags[group] ^ wanted); found != 0; found &= found - 1) {
        int slot = firstSlot(group, found);
        if (slots[slot] == entry) {
          return slot;
        }
      }
      if (zeroBytes(tags[group]) != 0) {
        return -1;
      }
      group = group + 1 == groups ? 0 : group + 1;
    }
    return -1;
  }

  /** Under the latch: whether this entry is in here. */
  boolean contains(Entry<V> entry) {
    return slotOf(entry, mix(entry.hash)) >= 0;
  }

  /** Under the latch: puts an entry in whose key is not in here; false: there is no room. */
  boolean add(Entry<V> entry) {
    long mixed = mix(entry.hash);
    int group = home(mixed, groups);
    for (int probes = Math.min(PROBES_MAX, groups); probes > 0; probes--) {
      // Bytes less than two. The lowest that is found is one.
      long free = (tags[group] - 2 * ONES) & ~tags[group] & HIGHS;
      if (free != 0) {
        int slot = firstSlot(group, free);
        used += withTag(tags[group], slot, EMPTY) == tags[group] ? 1 : 0;
        live++;
        SLOTS.setRelease(slots, slot, entry);
        TAGS.setRelease(tags, group, withTag(tags[group], slot, tag(mixed)));
        return true;
      }
      group = group + 1 == groups ? 0 : group + 1;
    }
    return false;
  }

  /** Under the latch: takes an entry out if it is in here. */
  void remove(Entry<V> entry) {
    int slot = slotOf(entry, mix(entry.hash));
    if (slot >= 0) {
      int group = slot >>> GROUP_SHIFT;
      boolean nothingBehind = zeroBytes(tags[group]) != 0;
      used -= nothingBehind ? 1 : 0;
      live--;
      long tag = nothingBehind ? EMPTY : REMOVED;
      TAGS.setRelease(tags, group, withTag(tags[group], slot, tag));
      SLOTS.setRelease(slots, slot, (Entry<V>) null);
    }
  }

  /** Under the latch: puts the successor of an entry, which has the same key, in its slot. */
  void replace(Entry<V> dead, Entry<V> fresh) {
    int slot = slotOf(dead, mix(dead.hash));
    if (slot >= 0) {
      SLOTS.setRelease(slots, slot, fresh);
    }
  }

  /** Under the latch: whether one more would make searches long. */
  boolean isFull() {
    return used * 16 >= slots.length * 13;
  }

  /** Under the latch: whether there would be room for one more if hashes were spread. */
  boolean isSparse() {
    return live * 16 < slots.length * 10;
  }

  /** Under the latch: whether it is far too large for what is left in it. */
  boolean isWasteful() {
    return groups > 1 && live * 4 < slots.length;
  }

  /** Under the latch. */
  int live() {
    return live;
  }

  int slots() {
    return slots.length;
  }

  /** How many bytes of heap it takes. */
  long heapBytes() {
    return BYTES
        + HeapLayout.array((long) Long.BYTES * tags.length)
        + HeapLayout.references(slots.length);
  }

  /** Under the latch: how many of its entries belong there. */
  int count(long bit, long wanted) {
    int count = 0;
    for (Entry<V> entry : slots) {
      count += entry != null && (mix(entry.hash) & bit) == wanted ? 1 : 0;
    }
    return count;
  }

  /** Under the latch: puts those of its entries into another that belong there. */
  void copyTo(Segment<V> other, long bit, long wanted) {
    for (Entry<V> entry : slots) {
      if (entry != null && (mix(entry.hash) & bit) == wanted && !other.add(entry)) {
        other.overflown = true;
      }
    }
  }

  /** Under the latch: fails unless counts and tags are right; tells the number of entries. */
  int check() {
    int entries = 0;
    int filled = 0;
    for (int slot = 0; slot < slots.length; slot++) {
      Entry<V> entry = slots[slot];
      long tag = tags[slot >>> GROUP_SHIFT] >>> ((slot & GROUP - 1) << 3) & 0xFF;
      filled += tag == EMPTY ? 0 : 1;
      if (entry == null ? tag > REMOVED : tag != tag(mix(entry.hash))) {
        throw new AssertionError("index: slot %d has tag %d, and %s".formatted(slot, tag, entry));
      }
      if (entry != null) {
        entries++;
        if (slotOf(entry, mix(entry.hash)) != slot) {
          throw new AssertionError("index: the search for " + entry + " does not come to its slot");
        }
      }
    }
    if (entries != live || filled != used) {
      throw new AssertionError(
          "index: a segment counts %d entries and %d slots used, and has %d and %d"
              .formatted(live, used, entries, filled));
    }
    return entries;
  }
}

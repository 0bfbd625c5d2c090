package dev.keyhold.internal.index;

import dev.keyhold.internal.memory.HeapLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way from a key to its entry without the tree: by the hash of the string, which the string
 * itself keeps, to a slot. Read without a lock or an allocation.
 *
 * <p>What it says is final, with one exception: a segment that is {@code overflown} may lack
 * entries that the tree has. That happens only if dozens of keys have the same hash; whoever makes
 * such keys on purpose gets logarithmic time instead of constant, and never linear.
 */
final class Directory<V> extends SpinLatch {
  /*
   * Extendible hashing (Fagin and others, 1979): leading bits of the hash choose one of 2^d cells,
   * each of which leads to a segment; a segment that knows only the first k bits has 2^(d-k) cells.
   * A segment that is too large becomes two that know one bit more, at a cost that does not depend
   * on how many entries there are; the cells are doubled when a segment with a single one splits.
   *
   *     cells     00  01  10  11
   *                │   │    \ /
   *     segments   ▢   ▢     ▢
   *     depth      2   2     1
   *
   * Invariants:
   *
   *   1. All that is done for one key (add, remove, replace) is done under the lock of the key's
   *      leaf, so never by two threads at a time, and no key is ever in here twice.
   *   2. Who changes a segment holds its latch and has looked whether it is replaced.
   *   3. A segment is replaced as a whole, under its latch: the new ones are filled, the old one is
   *      marked, the cells are set (release). Cells are written under the directory's own latch.
   *
   * Latches are taken in the order leaf, segment, directory; a buddy's (when two segments become one
   * again) is tried, never waited for.
   *
   * A reader loads cells, cell, tag and slot, each with acquire, and may be late at each: it then
   * works on what was current when it loaded it, after its search had begun. So it may miss a key
   * that is being added, and cannot miss one that was there before it began and has stayed.
   */
  private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(Segment[].class);

  /** More entries, and a segment becomes two. */
  private static final int ENTRIES_MAX = 704;

  /**
   * What the halves of a segment have room for, at once: so nothing is moved again until they
   * split. (To move an entry is to look at its hash, which is in no cache.)
   */
  private static final int ENTRIES_SPLIT = 488;

  /** Fewer entries in two of them, and they become one. */
  private static final int ENTRIES_MERGED_MAX = 160;

  /** A million segments; beyond, they grow. */
  private static final int DEPTH_MAX = 20;

  private volatile Segment<V>[] cells;

  private final Footprint footprint;

  @SuppressWarnings({"unchecked", "rawtypes"}) // a generic array
  Directory(Footprint footprint) {
    this.footprint = footprint;
    cells = (Segment<V>[]) new Segment[] {new Segment<V>(0, 0, false)};
    footprint.nodes(cells[0].heapBytes() + HeapLayout.references(1));
  }

  /** The entry of a key, dead perhaps; null: there is none, unless {@link #isOverflown}. */
  @Nullable Entry<V> find(String key, int hash) {
    int length = key.length();
    return length <= InlineEntry.BYTES_MAX
        ? findShort(key, length, hash)
        : findAny(key, Segment.mix(hash), hash);
  }

  private @Nullable Entry<V> findAny(String key, long mixed, int hash) {
    return segment(mixed).find(key, hash, mixed);
  }

  /**
   * The key is read before memory is asked for its place, and not compared char by char afterwards:
   * a processor that waits for an entry goes on with what comes behind, but only so far, and so
   * comes to the next look-up.
   */
  private @Nullable Entry<V> findShort(String key, int length, int hash) {
    long mixed = Segment.mix(hash);
    int words = InlineEntry.words(length);
    long w0 = words > 0 ? Ascii.word(key, 0, length) : 0;
    long w1 = words > 1 ? Ascii.word(key, 8, length) : 0;
    long w2 = words > 2 ? Ascii.word(key, 16, length) : 0;
    long w3 = words > 3 ? Ascii.word(key, 24, length) : 0;
    long last = Ascii.word(key, words << 3, length);
    return w0 == Ascii.NONE
            || w1 == Ascii.NONE
            || w2 == Ascii.NONE
            || w3 == Ascii.NONE
            || last == Ascii.NONE
        ? findAny(key, mixed, hash)
        : segment(mixed).findInline(mixed, InlineEntry.tail(last, length), w0, w1, w2, w3);
  }

  /** Whether a key with this hash may be in the tree and not in here. */
  boolean isOverflown(int hash) {
    return segment(Segment.mix(hash)).overflown;
  }

  private Segment<V> segment(long mixed) {
    Segment<V>[] current = cells;
    return cellAt(current, index(current, mixed));
  }

  @SuppressWarnings("unchecked") // nothing else gets there
  private static <V> Segment<V> cellAt(Segment<V>[] cells, int index) {
    return (Segment<V>) CELLS.getAcquire(cells, index);
  }

  /** The leading bits, as many as there are cells for. */
  private static int index(Segment<?>[] cells, long mixed) {
    return (int) (mixed >>> 33) >>> Integer.numberOfLeadingZeros(cells.length);
  }

  private Segment<V> latched(long mixed) {
    while (true) {
      Segment<V> segment = segment(mixed);
      segment.latch();
      if (!segment.replaced) {
        return segment;
      }
      segment.unlatch();
    }
  }

  /** Under the leaf's lock: puts an entry in whose key is not in here. */
  void add(Entry<V> entry) {
    long mixed = Segment.mix(entry.hash);
    while (true) {
      Segment<V> segment = latched(mixed);
      try {
        if (!segment.isFull() && segment.add(entry)) {
          return;
        }
        if (!segment.isFull() && segment.isSparse()) {
          segment.overflown = true;
          return;
        }
        makeRoom(segment, mixed);
      } finally {
        segment.unlatch();
      }
    }
  }

  /** Under the leaf's lock: takes an entry out. */
  void remove(Entry<V> entry) {
    long mixed = Segment.mix(entry.hash);
    Segment<V> segment = latched(mixed);
    try {
      segment.remove(entry);
      if (segment.depth > 0 && segment.live() < ENTRIES_MERGED_MAX / 2) {
        tryMerge(segment, mixed);
      }
      if (!segment.replaced && segment.isWasteful()) {
        resize(segment, mixed);
      }
    } finally {
      segment.unlatch();
    }
  }

  /** Under the leaf's lock: puts the successor of a dead entry, which has the same key, there. */
  void replace(Entry<V> dead, Entry<V> fresh) {
    Segment<V> segment = latched(Segment.mix(dead.hash));
    try {
      segment.replace(dead, fresh);
    } finally {
      segment.unlatch();
    }
  }

  private void makeRoom(Segment<V> segment, long mixed) {
    if (segment.live() < ENTRIES_MAX || segment.depth == DEPTH_MAX) {
      resize(segment, mixed);
      return;
    }
    int depth = segment.depth + 1;
    long bit = 1L << (Long.SIZE - depth);
    int below = segment.count(bit, 0);
    int above = segment.live() - below;
    Segment<V> lower = new Segment<>(depth, Math.max(below, ENTRIES_SPLIT), segment.overflown);
    Segment<V> upper = new Segment<>(depth, Math.max(above, ENTRIES_SPLIT), segment.overflown);
    segment.copyTo(lower, bit, 0);
    segment.copyTo(upper, bit, bit);
    install(segment, mixed, lower, upper);
  }

  private void resize(Segment<V> segment, long mixed) {
    Segment<V> other = new Segment<>(segment.depth, segment.live(), segment.overflown);
    segment.copyTo(other, 0, 0);
    install(segment, mixed, other, other);
  }

  /** Makes one of two segments that differ in their last bit, if nobody is at the other. */
  private void tryMerge(Segment<V> segment, long mixed) {
    Segment<V> buddy = segment(mixed ^ 1L << (Long.SIZE - segment.depth));
    if (buddy == segment || !buddy.tryLatch()) {
      return;
    }
    try {
      int live = segment.live() + buddy.live();
      if (!buddy.replaced && buddy.depth == segment.depth && live <= ENTRIES_MERGED_MAX) {
        boolean overflown = segment.overflown || buddy.overflown;
        Segment<V> merged = new Segment<>(segment.depth - 1, live, overflown);
        segment.copyTo(merged, 0, 0);
        buddy.copyTo(merged, 0, 0);
        buddy.replaced = true;
        footprint.nodes(-buddy.heapBytes());
        install(segment, mixed, merged, merged);
      }
    } finally {
      buddy.unlatch();
    }
  }

  /** Sets the cells of one segment, or of it and its buddy, to the lower and the upper one. */
  private void install(Segment<V> old, long mixed, Segment<V> lower, Segment<V> upper) {
    latch();
    try {
      Segment<V>[] current = cells;
      long more = lower.heapBytes() + (upper == lower ? 0 : upper.heapBytes()) - old.heapBytes();
      if (1 << lower.depth > current.length) {
        long before = HeapLayout.references(current.length);
        current = doubled(current);
        more += HeapLayout.references(current.length) - before;
      }
      footprint.nodes(more);
      int depth = Math.min(old.depth, lower.depth);
      int cellsOfDepth = current.length >>> depth;
      int first = index(current, mixed) & -cellsOfDepth;
      int half = Math.max(1, cellsOfDepth / 2);
      for (int i = 0; i < cellsOfDepth; i++) {
        CELLS.setRelease(current, first + i, i < half ? lower : upper);
      }
      cells = current;
      old.replaced = true;
    } finally {
      unlatch();
    }
  }

  private static <V> Segment<V>[] doubled(Segment<V>[] cells) {
    Segment<V>[] twice = Arrays.copyOf(cells, cells.length * 2);
    for (int i = 0; i < twice.length; i++) {
      twice[i] = cells[i / 2];
    }
    return twice;
  }

  /** With nobody writing: whether the segment of this entry has it. */
  boolean contains(Entry<V> entry) {
    return segment(Segment.mix(entry.hash)).contains(entry);
  }

  /**
   * With nobody writing: fails unless cells and segments fit together.
   *
   * @return its size
   */
  Size check() {
    Segment<V>[] current = cells;
    int segments = 0;
    int entries = 0;
    int slots = 0;
    long heapBytes = HeapLayout.references(current.length);
    for (int first = 0; first < current.length; ) {
      Segment<V> segment = current[first];
      int width = current.length >>> segment.depth;
      if (width == 0 || first % width != 0 || segment.replaced) {
        throw new AssertionError(
            "index: a segment of depth %d at cell %d of %d"
                .formatted(segment.depth, first, current.length));
      }
      for (int i = 0; i < width; i++) {
        if (current[first + i] != segment) {
          throw new AssertionError("index: cell %d has another segment".formatted(first + i));
        }
      }
      segments++;
      entries += segment.check();
      slots += segment.slots();
      heapBytes += segment.heapBytes();
      first += width;
    }
    return new Size(current.length, segments, slots, entries, heapBytes);
  }

  /** How large a directory is. */
  record Size(int cells, int segments, int slots, int entries, long heapBytes) {}
}

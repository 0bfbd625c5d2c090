package dev.keyhold.internal.index;

import org.jspecify.annotations.Nullable;

/**
 * A walk over the entries between two cuts, upwards or downwards. Belongs to one thread.
 *
 * <p>Weakly consistent: every entry that is in the index from before the walk begins until it has
 * ended is met, once, in order; of those that come and go meanwhile, some are. Entries may be met
 * that have no version, being new or dead.
 */
public final class Cursor<V> {
  /*
   * A leaf is copied as a whole and then asked whether it was unchanged. So what is handed out was a
   * leaf's content at one moment, together with its fences: all entries between its fences.
   *
   * `from` is how far the walk has come, always a cut at a fence once the first leaf is done; the
   * next leaf is the one behind it. Whatever happens to the leaves meanwhile, what is before the cut
   * is done, and what is behind it is not: an entry that stays is never moved over a cut, since a
   * cut is a place among keys and not among leaves.
   */
  private final Tree<V> tree;
  private final boolean down;
  private final Path<V> path = new Path<>();

  /** Where the rest of the walk begins; null: at the end it begins from. */
  private @Nullable Cut from;

  /** Where the walk ends; null: at the other end. */
  private final @Nullable Cut to;

  private final @Nullable Entry<V>[] batch;
  private int next;
  private int end;
  private boolean last;

  @SuppressWarnings({"unchecked", "rawtypes"}) // a generic array
  Cursor(Tree<V> tree, @Nullable Cut from, @Nullable Cut to, boolean down) {
    this.tree = tree;
    this.from = from;
    this.to = to;
    this.down = down;
    batch = (Entry<V>[]) new Entry[Leaf.ENTRIES_MAX];
  }

  /** The next entry; null: there is none any more. */
  public @Nullable Entry<V> next() {
    if (ready() == 0) {
      return null;
    }
    return down ? batch[--end] : batch[next++];
  }

  /** How many of the next entries are at hand, see {@link #peek}; 0: there is none any more. */
  public int ready() {
    while (next == end && !last) {
      fill();
    }
    return end - next;
  }

  /**
   * One of the next entries, without going on to it.
   *
   * @param index 0 for the next one; below {@link #ready}
   */
  public Entry<V> peek(int index) {
    assert index < end - next : "not at hand";
    Entry<V> entry = down ? batch[end - 1 - index] : batch[next + index];
    if (entry == null) {
      throw new AssertionError("index: a leaf has given an entry that is none");
    }
    return entry;
  }

  private void fill() {
    next = 0;
    Leaf<V> leaf = path.leaf == null ? null : path.sidestep(down);
    while (true) {
      if (leaf == null) {
        leaf = path.descend(tree, from == null ? null : from.key(), down && isBelow(from));
      }
      end = down ? copyDown(leaf) : copyUp(leaf);
      if (leaf.isUnchanged(path.leafVersion)) {
        break;
      }
      leaf = null;
    }
    byte[] fence = down ? path.low : path.high;
    if (last) {
      return;
    }
    from = fence == null ? null : Cut.before(fence);
  }

  private static boolean isBelow(@Nullable Cut cut) {
    return cut == null || !cut.isAfter();
  }

  private int copyUp(Leaf<V> leaf) {
    byte[] fence = path.high;
    last = fence == null || (to != null && to.isAtMost(fence));
    int first = from == null ? 0 : leaf.indexOf(from);
    int behind = last && to != null ? leaf.indexOf(to) : leaf.count;
    return leaf.copy(first, behind, batch);
  }

  private int copyDown(Leaf<V> leaf) {
    byte[] fence = path.low;
    last = fence == null || (to != null && to.isAtLeast(fence));
    int first = last && to != null ? leaf.indexOf(to) : 0;
    int behind = from == null ? leaf.count : leaf.indexOf(from);
    return leaf.copy(first, behind, batch);
  }
}

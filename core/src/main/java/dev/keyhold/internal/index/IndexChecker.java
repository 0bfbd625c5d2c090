package dev.keyhold.internal.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks all invariants of an index that nobody writes meanwhile: see {@link Tree}. */
final class IndexChecker<V> {
  private final Tree<V> tree;
  private final Directory<V> directory;
  private final Footprint footprint;

  private int entries;
  private int leaves;
  private int inners;
  private int height;
  private long leafCapacity;
  private int overflown;
  private long nodesBytes;
  private long entriesBytes;
  private @Nullable Entry<V> previous;

  IndexChecker(Tree<V> tree, Directory<V> directory, Footprint footprint) {
    this.footprint = footprint;
    this.tree = tree;
    this.directory = directory;
  }

  Census check() {
    checkNode(tree.root(), 1, null, null);
    Directory.Size size = directory.check();
    if (entries - overflown != size.entries()) {
      throw broken(
          "the tree has %d entries, %d of them overflown, and the directory %d"
              .formatted(entries, overflown, size.entries()));
    }
    if (footprint.nodesBytes() != nodesBytes + size.heapBytes()
        || footprint.entriesBytes() != entriesBytes) {
      throw broken(
          "%,d bytes of nodes and %,d of entries are counted, and there are %,d and %,d"
              .formatted(
                  footprint.nodesBytes(),
                  footprint.entriesBytes(),
                  nodesBytes + size.heapBytes(),
                  entriesBytes));
    }
    return new Census(
        entries, leaves, inners, height, leafCapacity, size.segments(), size.slots(), overflown);
  }

  private void checkNode(
      @Nullable Node<V> node, int depth, byte @Nullable [] low, byte @Nullable [] high) {
    switch (node) {
      case Leaf<V> leaf -> checkLeaf(leaf, depth, low, high);
      case Inner<V> inner -> checkInner(inner, depth, low, high);
      case null -> throw broken("a node has a child that is null");
    }
  }

  private void checkInner(
      Inner<V> inner, int depth, byte @Nullable [] low, byte @Nullable [] high) {
    inners++;
    nodesBytes += inner.heapBytes();
    inner.check();
    byte[] from = low;
    for (int i = 0; i <= inner.count; i++) {
      byte[] to = i < inner.count ? inner.some(i) : high;
      if (from != null && to != null && Arrays.compareUnsigned(from, to) >= 0) {
        throw broken("the separators of a node do not ascend");
      }
      checkNode(inner.child(i), depth + 1, from, to);
      from = to;
    }
  }

  private void checkLeaf(Leaf<V> leaf, int depth, byte @Nullable [] low, byte @Nullable [] high) {
    leaf.check();
    if (leaves > 0 && height != depth) {
      throw broken("there are leaves at depths %d and %d".formatted(height, depth));
    }
    height = depth;
    leaves++;
    leafCapacity += leaf.capacity();
    nodesBytes += leaf.heapBytes();
    for (int i = 0; i < leaf.count; i++) {
      checkEntry(leaf.some(i), low, high);
    }
  }

  private void checkEntry(Entry<V> entry, byte @Nullable [] low, byte @Nullable [] high) {
    entries++;
    entriesBytes += entry.heapBytes();
    if (entry.isDead()) {
      throw broken(entry + " is still there");
    }
    if ((low != null && entry.compareTo(low) < 0) || (high != null && entry.compareTo(high) >= 0)) {
      throw broken(entry + " is not between the fences of its leaf");
    }
    Entry<V> before = previous;
    if (before != null && before.compareTo(entry.keyBytes()) >= 0) {
      throw broken(entry + " comes after " + before);
    }
    previous = entry;
    if (entry.hash != entry.keyText().hashCode()) {
      throw broken("the hash of %s is not that of its string".formatted(entry));
    }
    if (!directory.contains(entry)) {
      if (!directory.isOverflown(entry.hash)) {
        throw broken(entry + " is not in the directory");
      }
      overflown++;
    }
  }

  private static AssertionError broken(String what) {
    return new AssertionError("index: " + what);
  }
}

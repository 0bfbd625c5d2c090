package dev.keyhold.internal.index;

/**
 * Gives memory back: makes one of two neighbours that have little left, and takes a root away that
 * has one child.
 */
final class Merges {
  private Merges() {}

  /** Returns once no node on the way to a key could be merged with a neighbour below its parent. */
  static <V> void giveBack(Tree<V> tree, byte[] key) {
    while (!hasNothingToDo(tree, key)) {
      Thread.onSpinWait();
    }
  }

  /** One way down. False: something was merged, or somebody came between; it is not known more. */
  private static <V> boolean hasNothingToDo(Tree<V> tree, byte[] key) {
    Node<V> node = tree.root();
    long version = node.awaitStable();
    if (node != tree.root()) {
      return false;
    }
    if (node instanceof Inner<V> inner && inner.count == 0) {
      lowerRoot(tree, inner, version);
      return false;
    }
    while (node instanceof Inner<V> inner) {
      int at = inner.childOf(key, false);
      Node<V> child = inner.child(at);
      if (child == null) {
        return false;
      }
      long childVersion = child.awaitStable();
      if (!inner.isUnchanged(version)) {
        return false;
      }
      if (child.count < low(child)) {
        boolean merged =
            tryMerge(tree, inner, version, at) || tryMerge(tree, inner, version, at - 1);
        if (merged || !inner.isUnchanged(version)) {
          return false;
        }
      }
      node = child;
      version = childVersion;
    }
    return true;
  }

  private static int low(Node<?> node) {
    return node instanceof Leaf ? Leaf.ENTRIES_LOW : Inner.SEPARATORS_LOW;
  }

  /** Whether two children side by side have become one, if they are small enough. */
  private static <V> boolean tryMerge(
      Tree<V> tree, Inner<V> parent, long parentVersion, int index) {
    if (index < 0 || index >= parent.count) {
      return false;
    }
    Node<V> lower = parent.child(index);
    Node<V> upper = parent.child(index + 1);
    if (lower == null || upper == null) {
      return false;
    }
    long lowerVersion = lower.awaitStable();
    long upperVersion = upper.awaitStable();
    if (!isSmall(lower, upper) || !parent.tryLock(parentVersion)) {
      return false;
    }
    boolean merged = false;
    try {
      if (lower.tryLock(lowerVersion)) {
        try {
          if (upper.tryLock(upperVersion)) {
            try {
              long before = parent.heapBytes() + lower.heapBytes() + upper.heapBytes();
              merge(parent, index, lower, upper);
              tree.footprint().nodes(parent.heapBytes() + lower.heapBytes() - before);
              merged = true;
            } finally {
              upper.unlock();
            }
          }
        } finally {
          lower.unlock();
        }
      }
    } finally {
      parent.unlock();
    }
    return merged;
  }

  private static boolean isSmall(Node<?> lower, Node<?> upper) {
    int sum = lower.count + upper.count;
    return lower instanceof Leaf
        ? sum <= Leaf.ENTRIES_MERGED_MAX
        : sum < Inner.SEPARATORS_MERGED_MAX;
  }

  /** Under the locks of all three: the upper one is not linked any more. */
  private static <V> void merge(Inner<V> parent, int index, Node<V> lower, Node<V> upper) {
    if (lower instanceof Leaf<V> leaf && upper instanceof Leaf<V> other) {
      leaf.append(other);
    } else if (lower instanceof Inner<V> inner && upper instanceof Inner<V> other) {
      inner.append(parent.some(index), other);
    } else {
      throw new AssertionError("index: a leaf is the neighbour of an inner node");
    }
    parent.removeChild(index);
  }

  private static <V> void lowerRoot(Tree<V> tree, Inner<V> old, long version) {
    if (old.tryLock(version)) {
      try {
        Node<V> only = old.child(0);
        if (only != null && tree.root() == old) {
          tree.setRoot(only);
          tree.footprint().nodes(-old.heapBytes());
        }
      } finally {
        old.unlock();
      }
    }
  }
}

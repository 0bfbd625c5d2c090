package dev.keyhold.internal.index;

import org.jspecify.annotations.Nullable;

/** Makes two nodes of one that is full. */
final class Splits {
  private Splits() {}

  /** Returns once the leaf of a key was seen with room for one more. */
  static <V> void makeRoom(Tree<V> tree, byte[] key) {
    while (!tryMakeRoom(tree, key)) {
      Thread.onSpinWait();
    }
  }

  /** One way down. False: something was split, or somebody came between; it is not known more. */
  private static <V> boolean tryMakeRoom(Tree<V> tree, byte[] key) {
    Node<V> node = tree.root();
    long version = node.awaitStable();
    if (node != tree.root()) {
      return false;
    }
    Inner<V> parent = null;
    long parentVersion = 0;
    int index = 0;
    boolean last = true;
    while (node instanceof Inner<V> inner) {
      if (inner.count == Inner.SEPARATORS_MAX) {
        splitLocked(tree, parent, parentVersion, index, inner, version, last);
        return false;
      }
      int at = inner.childOf(key, false);
      Node<V> child = inner.child(at);
      last &= at == inner.count;
      if (child == null) {
        return false;
      }
      long childVersion = child.awaitStable();
      if (!inner.isUnchanged(version)) {
        return false;
      }
      parent = inner;
      parentVersion = version;
      index = at;
      node = child;
      version = childVersion;
    }
    if (node.count < Leaf.ENTRIES_MAX) {
      return node.isUnchanged(version);
    }
    boolean appending = last && ((Leaf<V>) node).search(key) == ~node.count;
    splitLocked(tree, parent, parentVersion, index, node, version, appending);
    return false;
  }

  /** Splits a node if neither it nor its parent has changed since these versions. */
  private static <V> void splitLocked(
      Tree<V> tree,
      @Nullable Inner<V> parent,
      long parentVersion,
      int index,
      Node<V> node,
      long version,
      boolean appending) {
    if (parent != null && !parent.tryLock(parentVersion)) {
      return;
    }
    try {
      if (node.tryLock(version)) {
        try {
          if (parent != null || node == tree.root()) {
            split(tree, parent, index, node, appending);
          }
        } finally {
          node.unlock();
        }
      }
    } finally {
      if (parent != null) {
        parent.unlock();
      }
    }
  }

  /**
   * Under both locks.
   *
   * @param appending it is the last one, and keys come in ascending order: then the lower part
   *     stays nearly full, since nothing will come to it any more
   */
  private static <V> void split(
      Tree<V> tree, @Nullable Inner<V> parent, int index, Node<V> node, boolean appending) {
    long before = node.heapBytes() + (parent == null ? 0 : parent.heapBytes());
    Node<V> upper;
    byte[] separator;
    int at = appending ? node.count - 1 : node.count / 2;
    switch (node) {
      case Leaf<V> leaf -> {
        upper = leaf.upper(at);
        separator = leaf.separator(at);
      }
      case Inner<V> inner -> {
        upper = inner.upper(at);
        separator = inner.some(at);
      }
    }
    Inner<V> above = parent == null ? Inner.above(node, separator, upper) : null;
    switch (node) {
      case Leaf<V> leaf -> leaf.keep(at);
      case Inner<V> inner -> inner.keep(at);
    }
    if (parent != null) {
      parent.addChild(index, separator, upper);
    } else if (above != null) {
      tree.setRoot(above);
    }
    Inner<V> over = parent == null ? above : parent;
    long after = node.heapBytes() + upper.heapBytes() + (over == null ? 0 : over.heapBytes());
    tree.footprint().nodes(after - before);
  }
}

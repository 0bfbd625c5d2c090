package dev.keyhold.internal.index;

import org.jspecify.annotations.Nullable;

/**
 * A way from the root to a leaf, or what is needed of it later: the last two nodes with the
 * versions they were seen at, and the fences. The leaf has the keys {@code low ≤ key < high} as
 * long as its parent, or as the root itself, is unchanged.
 *
 * <p>Belongs to one thread.
 */
final class Path<V> {
  /** Null before the first descent. */
  @Nullable Leaf<V> leaf;

  long leafVersion;

  /** Null: the leaf is the root. */
  @Nullable Inner<V> parent;

  long parentVersion;

  /** Which child of its parent the leaf is. */
  int index;

  /** The leaf's lower fence; null: it is the first one. */
  byte @Nullable [] low;

  /** The leaf's upper fence; null: it is the last one. */
  byte @Nullable [] high;

  /** The parent's fences. */
  private byte @Nullable [] parentLow;

  private byte @Nullable [] parentHigh;

  /**
   * Goes down from the root until nothing disturbs it.
   *
   * @param key where to; null: to the first leaf, or if below, to the last
   * @param below to the leaf of the keys just before this one
   * @return the leaf, whose version has not been asked for again
   */
  Leaf<V> descend(Tree<V> tree, byte @Nullable [] key, boolean below) {
    Leaf<V> found = null;
    while (found == null) {
      found = tryDescend(tree, key, below);
    }
    return found;
  }

  private @Nullable Leaf<V> tryDescend(Tree<V> tree, byte @Nullable [] key, boolean below) {
    Node<V> node = tree.root();
    long version = node.awaitStable();
    if (node != tree.root()) {
      return null;
    }
    parent = null;
    low = null;
    high = null;
    while (node instanceof Inner<V> inner) {
      parentLow = low;
      parentHigh = high;
      int at = key != null ? inner.childOf(key, below) : below ? inner.count : 0;
      Node<V> child = enter(inner, version, at);
      if (child == null) {
        return null;
      }
      node = child;
      version = leafVersion;
    }
    Leaf<V> found = (Leaf<V>) node;
    leaf = found;
    leafVersion = version;
    return found;
  }

  /**
   * Goes to a child; its version is then {@link #leafVersion}, whatever it is.
   *
   * @return null: the node has changed since that version
   */
  private @Nullable Node<V> enter(Inner<V> inner, long version, int at) {
    Node<V> child = inner.child(at);
    if (child == null) {
      return null;
    }
    if (at > 0) {
      low = inner.separator(at - 1);
    }
    if (at < inner.count) {
      high = inner.separator(at);
    }
    long childVersion = child.awaitStable();
    if (!inner.isUnchanged(version)) {
      return null;
    }
    parent = inner;
    parentVersion = version;
    index = at;
    leafVersion = childVersion;
    return child;
  }

  /** Goes to the next leaf, or the one before, if it has the same parent and that is unchanged. */
  @Nullable Leaf<V> sidestep(boolean down) {
    Inner<V> inner = parent;
    if (inner == null) {
      return null;
    }
    int at = down ? index - 1 : index + 1;
    if (at < 0 || at > inner.count) {
      return null;
    }
    low = parentLow;
    high = parentHigh;
    if (enter(inner, parentVersion, at) instanceof Leaf<V> found) {
      leaf = found;
      return found;
    }
    return null;
  }
}

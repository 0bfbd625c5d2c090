package dev.keyhold.internal.index;

import org.jspecify.annotations.Nullable;

/**
 * The entries in order: a B+tree whose readers take no lock.
 *
 * <p>Thread-safe.
 */
final class Tree<V> {
  /*
   *                    ┌──────── m ────────┐                  Inner: separators and children
   *            ┌─ c ── g ─┐          ┌─ q ── u ─┐
   *          a b    c e    g k     m o    q s    u x          Leaf: entries
   *
   * Optimistic lock coupling (Leis, Scheibner, Kemper, Neumann: The ART of Practical
   * Synchronization, DaMoN 2016). Who goes down reads a node's version, finds the child, reads the
   * child's version, and only then asks whether the node is unchanged: so at one moment both were
   * as read, the child linked to by the node. Anything else starts again at the root. Writers do the
   * same and lock at the end, by a compare-and-set from the version they have read: most of them one
   * leaf and nothing else.
   *
   * Invariants, all of them true whenever no lock that guards what they speak of is held:
   *
   *   1. All leaves are at the same depth. The root has any number of keys.
   *   2. The keys below a child are those between the separators on its sides, or its node's own
   *      fences at the edge. Fences are not stored: they follow from the way down.
   *   3. What a leaf's fences are changes only under its parent's lock, or, without one, under its
   *      own. An entry changes its leaf only under the locks of both and of the parent.
   *   4. A node that is not linked any more got a new version when it was unlinked, under its lock.
   *   5. A key has at most one entry. It enters and leaves the leaf and the directory under one hold
   *      of the leaf's lock.
   *
   * Locks are taken downwards (parent, then child, then the child on its right) and only tried; then
   * the directory's latches, which do wait, but never for a node.
   *
   * There are no links between leaves, so none to keep right while leaves come and go. A walk goes
   * from a leaf to its neighbour by the parent, as long as that is unchanged, and else by the fence
   * from the root: see Cursor.
   *
   * Splits and merges are done apart (Splits, Merges), each from the top down: a full node on the
   * way is split before its child is, so a split never has to go up. They are rare; so nothing on
   * the usual way down looks for them.
   */
  private volatile Node<V> root = new Leaf<>();

  private final Directory<V> directory;
  private final Footprint footprint;

  Tree(Directory<V> directory, Footprint footprint) {
    this.directory = directory;
    this.footprint = footprint;
    footprint.nodes(root.heapBytes());
  }

  Footprint footprint() {
    return footprint;
  }

  Node<V> root() {
    return root;
  }

  /** Under the lock of the root that was. */
  void setRoot(Node<V> node) {
    root = node;
  }

  /** The entry of a key, dead perhaps; null: there is none. */
  @Nullable Entry<V> find(byte[] key) {
    Path<V> path = new Path<>();
    while (true) {
      Leaf<V> leaf = path.descend(this, key, false);
      int at = leaf.search(key);
      Entry<V> entry = at < 0 ? null : leaf.entryAt(at);
      if (leaf.isUnchanged(path.leafVersion)) {
        return entry;
      }
    }
  }

  /** The entry of a key; a new one if there is none that lives. */
  Entry<V> findOrCreate(byte[] key, int hash) {
    Path<V> path = new Path<>();
    Entry<V> made = null;
    while (true) {
      Leaf<V> leaf = path.descend(this, key, false);
      int at = leaf.search(key);
      Entry<V> found = at < 0 ? null : leaf.entryAt(at);
      boolean full = leaf.count >= Leaf.ENTRIES_MAX;
      if (found != null ? !found.isDead() : at < 0 && full) {
        if (!leaf.isUnchanged(path.leafVersion)) {
          continue;
        }
        if (found != null) {
          return found;
        }
        Splits.makeRoom(this, key);
        continue;
      }
      if (made == null) {
        made = Entry.of(key, hash);
      }
      if (leaf.tryLock(path.leafVersion)) {
        try {
          put(leaf, at, key, made, found);
          return made;
        } finally {
          leaf.unlock();
        }
      }
    }
  }

  /** Under the leaf's lock. What may fail comes before anything is changed. */
  private void put(Leaf<V> leaf, int at, byte[] key, Entry<V> made, @Nullable Entry<V> dead) {
    if (dead != null) {
      leaf.replace(at, made);
      directory.replace(dead, made);
    } else {
      long before = leaf.heapBytes();
      leaf.reserve(key);
      directory.add(made);
      leaf.insert(~at, key, made);
      footprint.entries(made.heapBytes());
      footprint.nodes(leaf.heapBytes() - before);
    }
  }

  /** Takes a dead entry out, unless its successor has its place already. */
  void unlink(Entry<V> dead) {
    byte[] key = dead.keyBytes();
    Path<V> path = new Path<>();
    while (true) {
      Leaf<V> leaf = path.descend(this, key, false);
      int at = leaf.search(key);
      boolean there = at >= 0 && leaf.entryAt(at) == dead;
      if (!there) {
        if (leaf.isUnchanged(path.leafVersion)) {
          return;
        }
      } else if (leaf.tryLock(path.leafVersion)) {
        boolean low;
        try {
          long before = leaf.heapBytes();
          directory.remove(dead);
          leaf.remove(at);
          footprint.entries(-dead.heapBytes());
          footprint.nodes(leaf.heapBytes() - before);
          low = leaf.count < Leaf.ENTRIES_LOW;
        } finally {
          leaf.unlock();
        }
        if (low) {
          Merges.giveBack(this, key);
        }
        return;
      }
    }
  }
}

package dev.keyhold.internal.index;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent ordered map from keys to {@link Entry entries}: get an entry once, then change what
 * is under its key without the index.
 *
 * <p><b>Order</b> is by Unicode code point. Keys have no unpaired surrogates; the empty one is a
 * key.
 *
 * <p><b>Reads</b> take no lock and wait for nobody, but that whoever walks may meet a leaf in the
 * moment in which it is changed. {@link #find} allocates nothing.
 *
 * <p><b>How a key ends.</b> One word decides, the version of its entry:
 *
 * <ol>
 *   <li>Who writes gets the entry by {@link #findOrCreate} and puts its version there by {@link
 *       Entry#replace}. If that fails, it looks again: another version is there, or the entry is
 *       dead, and then {@code findOrCreate} gives another.
 *   <li>Who removes calls {@link #remove} with the version that it thinks is the last one (one that
 *       says "removed", say, which no snapshot needs). Either it is, and the entry dies: whoever
 *       writes later fails at it. Or somebody has written, and nothing happens.
 *   <li>A dead entry is never written again, and the key gets a new one only in the place of the
 *       dead one or after it has left: at no time are there two that live.
 *   <li>Who has created an entry and then does not write it, removes it: {@code remove(entry,
 *       null)}.
 * </ol>
 *
 * <p>So an insertion that meets a removal is either before it, and the removal does not happen; or
 * after it, and is in the new entry. Nothing is lost, and nobody waits for the other to finish.
 *
 * <p>Thread-safe.
 *
 * @param <V> what a key's newest version is
 */
public final class OrderedIndex<V> {
  /*
   * Two ways to the same entries:
   *
   *   String ── hashCode ──> Directory ──────┐
   *                                          v
   *                                        Entry ──> version
   *                                          ^
   *   bytes  ── compare  ──> Tree, a leaf ───┘
   *
   * The directory answers for single keys: some 3 places in memory that are not in a cache, where
   * the tree needs twice as many. The tree has the order, and decides what is in the index: who adds
   * or takes out an entry holds the lock of its leaf while doing so in both.
   *
   * A new entry is in the directory before it is in the leaf, and is without a version until both
   * are done. So the directory's "no" is final: a key that it does not know has no version. (But for
   * a key that found no place in it: see Directory.)
   */
  private final Footprint footprint = new Footprint();
  private final Directory<V> directory = new Directory<>(footprint);
  private final Tree<V> tree = new Tree<>(directory, footprint);

  /** An empty one. */
  public OrderedIndex() {}

  /** The entry of a key, which may be without a version, or dead; null: there is none. */
  public @Nullable Entry<V> find(String key) {
    int hash = key.hashCode();
    Entry<V> found = directory.find(key, hash);
    if (found != null || !directory.isOverflown(hash)) {
      return found;
    }
    // As bytes an unpaired surrogate is a question mark: the hash tells the two keys apart.
    found = tree.find(key.getBytes(StandardCharsets.UTF_8));
    return found == null || found.hash != hash ? null : found;
  }

  /** The entry of a key; a new one if there is none. It was not dead a moment ago. */
  public Entry<V> findOrCreate(String key) {
    Entry<V> found = directory.find(key, key.hashCode());
    return found != null && !found.isDead() ? found : create(key);
  }

  /** As {@link #findOrCreate}, for whom {@link #find} has just given none, or a dead one. */
  public Entry<V> create(String key) {
    return tree.findOrCreate(key.getBytes(StandardCharsets.UTF_8), key.hashCode());
  }

  /**
   * Takes an entry out if its version is still this one.
   *
   * @param expected by identity; null: it has none
   * @return whether it was, and the entry is now dead; false, too, if it was dead before
   */
  public boolean remove(Entry<V> entry, @Nullable V expected) {
    if (!entry.die(expected)) {
      return false;
    }
    tree.unlink(entry);
    return true;
  }

  /**
   * Walks upwards.
   *
   * @param from null: from the first key on
   * @param to null: to the last one
   */
  public Cursor<V> ascending(@Nullable Cut from, @Nullable Cut to) {
    return new Cursor<>(tree, from, to, false);
  }

  /**
   * Walks downwards.
   *
   * @param from null: from the last key on
   * @param to null: to the first one
   */
  public Cursor<V> descending(@Nullable Cut from, @Nullable Cut to) {
    return new Cursor<>(tree, from, to, true);
  }

  /**
   * Walks through everything while nobody writes.
   *
   * @return what there is
   * @throws AssertionError something is not as it must be
   */
  public Census check() {
    return new IndexChecker<>(tree, directory, footprint).check();
  }

  // ── what it takes of the heap ──────────────────────────────────────────────────────────────

  /** The entries and their keys, without versions. */
  public long entriesBytes() {
    return footprint.entriesBytes();
  }

  /** Everything beside the entries. */
  public long nodesBytes() {
    return footprint.nodesBytes();
  }
}

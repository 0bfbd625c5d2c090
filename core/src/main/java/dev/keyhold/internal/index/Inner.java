package dev.keyhold.internal.index;

import dev.keyhold.internal.memory.HeapLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node with children. A separator stands between two of them: it is behind every key on its left,
 * and not behind any on its right.
 *
 * <pre>
 *   separators      s0       s1       s2
 *   children     c0       c1       c2      c3        c1 has the keys s0 ≤ key &lt; s1
 * </pre>
 *
 * <p>Separators are as short as they can be; they need not be keys, nor whole characters. Its own
 * prefix and heads are those of the separators. Methods that change it need its lock.
 */
final class Inner<V> extends Node<V> {
  static final int SEPARATORS_MAX = 128;

  /** With less it is looked for a neighbour to merge with. */
  static final int SEPARATORS_LOW = 32;

  /** What is merged is not so full that it would split soon. */
  static final int SEPARATORS_MERGED_MAX = 96;

  /** With its arrays, which have one length. */
  private static final long BYTES =
      HeapLayout.object(4, Long.BYTES + Integer.BYTES)
          + HeapLayout.array((long) Integer.BYTES * SEPARATORS_MAX)
          + HeapLayout.references(SEPARATORS_MAX)
          + HeapLayout.references(SEPARATORS_MAX + 1);

  private final int[] heads = new int[SEPARATORS_MAX];
  private final byte[] @Nullable [] separators = new byte[SEPARATORS_MAX][];

  @SuppressWarnings({"unchecked", "rawtypes"}) // a generic array
  private final @Nullable Node<V>[] children = (Node<V>[]) new Node[SEPARATORS_MAX + 1];

  /** One with the children from an index of another on. */
  private static <V> Inner<V> upperOf(Inner<V> other, int from) {
    Inner<V> upper = new Inner<>();
    upper.count = other.count - from;
    System.arraycopy(other.separators, from, upper.separators, 0, upper.count);
    System.arraycopy(other.children, from, upper.children, 0, upper.count + 1);
    upper.computeHeads();
    return upper;
  }

  /** A root above a node that has split. */
  static <V> Inner<V> above(Node<V> lower, byte[] separator, Node<V> upper) {
    Inner<V> root = new Inner<>();
    root.children[0] = lower;
    root.addChild(0, separator, upper);
    return root;
  }

  /**
   * The child that a key belongs to.
   *
   * @param below the child on the left of the key itself, if it is a separator
   */
  int childOf(byte[] key, boolean below) {
    int count = this.count;
    byte[] prefix = this.prefix;
    int side = KeyBytes.compareToPrefix(key, prefix);
    if (side != 0) {
      return side < 0 ? 0 : count;
    }
    int head = KeyBytes.head(key, prefix.length);
    int from = KeyBytes.lowerBound(heads, count, head);
    int to = KeyBytes.endOfEqual(heads, from, count, head);
    while (from < to) {
      int middle = (from + to) >>> 1;
      byte[] separator = separators[middle];
      int order = separator == null ? 0 : Arrays.compareUnsigned(separator, key);
      if (order < 0 || (order == 0 && !below)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** The child at an index; null where a torn read has led. */
  @Nullable Node<V> child(int index) {
    return children[index];
  }

  /** The separator at an index; null where a torn read has led. */
  byte @Nullable [] separator(int index) {
    return separators[index];
  }

  /** Under the lock: puts a child behind the one at an index, and a separator between them. */
  void addChild(int index, byte[] separator, Node<V> child) {
    System.arraycopy(separators, index, separators, index + 1, count - index);
    System.arraycopy(children, index + 1, children, index + 2, count - index);
    System.arraycopy(heads, index, heads, index + 1, count - index);
    separators[index] = separator;
    children[index + 1] = child;
    count++;
    if (count == 1 || KeyBytes.compareToPrefix(separator, prefix) != 0) {
      computeHeads();
    } else {
      heads[index] = KeyBytes.head(separator, prefix.length);
    }
  }

  /** Under the lock: takes out the child behind an index, and the separator at it. */
  void removeChild(int index) {
    System.arraycopy(separators, index + 1, separators, index, count - index - 1);
    System.arraycopy(children, index + 2, children, index + 1, count - index - 1);
    System.arraycopy(heads, index + 1, heads, index, count - index - 1);
    separators[count - 1] = null;
    children[count] = null;
    count--;
  }

  /**
   * Under the lock: makes another one of the children behind an index; the separator at it is
   * between the two. This one still has them: see {@link #keep}.
   */
  Inner<V> upper(int index) {
    return upperOf(this, index + 1);
  }

  /** Under the lock: keeps the children up to an index and lets go of the others. */
  void keep(int index) {
    Arrays.fill(separators, index, count, null);
    Arrays.fill(children, index + 1, count + 1, null);
    count = index;
    computeHeads();
  }

  /** Under both locks: takes the children of the node behind this one. */
  void append(byte[] separator, Inner<V> upper) {
    separators[count] = separator;
    System.arraycopy(upper.separators, 0, separators, count + 1, upper.count);
    System.arraycopy(upper.children, 0, children, count + 1, upper.count + 1);
    count += upper.count + 1;
    computeHeads();
  }

  @Override
  long heapBytes() {
    long bytes = BYTES + (prefix == KeyBytes.NONE ? 0 : HeapLayout.array(prefix.length));
    for (int i = 0; i < count; i++) {
      bytes += HeapLayout.array(some(i).length);
    }
    return bytes;
  }

  /** Finds the prefix that all separators have, and the heads behind it. */
  private void computeHeads() {
    if (count == 0) {
      prefix = KeyBytes.NONE;
      return;
    }
    byte[] first = some(0);
    // A lone separator begins like itself; the next one will differ sooner.
    int common = count == 1 ? 0 : KeyBytes.common(first, some(count - 1));
    prefix = Arrays.copyOf(first, common);
    for (int i = 0; i < count; i++) {
      heads[i] = KeyBytes.head(some(i), common);
    }
  }

  /** Under the lock or with nobody writing: the separator at an index below the count. */
  byte[] some(int index) {
    byte[] separator = separators[index];
    if (separator == null) {
      throw new AssertionError(
          "index: a node of %d separators has none at %d".formatted(count, index));
    }
    return separator;
  }

  /** With nobody writing: fails unless arrays, prefix and heads fit together. */
  void check() {
    for (int i = 0; i <= SEPARATORS_MAX; i++) {
      boolean separated = i < SEPARATORS_MAX && separators[i] != null;
      if ((children[i] != null) != (i <= count) || separated != (i < count) || isLocked()) {
        throw new AssertionError(
            "index: a node of %d separators has %s and %s at %d, locked: %s"
                .formatted(count, separated, children[i], i, isLocked()));
      }
    }
    for (int i = 0; i < count; i++) {
      if (KeyBytes.compareToPrefix(some(i), prefix) != 0
          || heads[i] != KeyBytes.head(some(i), prefix.length)) {
        throw new AssertionError("index: prefix or head of a separator is wrong");
      }
    }
  }
}

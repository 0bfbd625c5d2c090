package dev.keyhold.stress;

import dev.keyhold.internal.index.Cursor;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.index.OrderedIndex;

/** Indices whose leaves are about to change, and readers of the keys that stay. */
final class IndexLeaves {
  /** As many entries as a leaf has at the most. */
  private static final int LEAF = 64;

  private static final int STAYING = 4;

  private IndexLeaves() {}

  private static String key(int number) {
    return "key-" + (1_000 + number);
  }

  private static void put(OrderedIndex<String> index, int number) {
    index.findOrCreate(key(number)).replace(null, "value");
  }

  /** One leaf that is full; the keys with even numbers are in it. */
  static OrderedIndex<String> full() {
    OrderedIndex<String> index = new OrderedIndex<>();
    for (int i = 0; i < LEAF; i++) {
      put(index, 2 * i);
    }
    return index;
  }

  /** Two leaves that become one with the next removal in the first of them. */
  static OrderedIndex<String> low() {
    OrderedIndex<String> index = full();
    put(index, 1);
    // The first has 33 and the other 32: leave 16 in each.
    for (int i = 0; i < 16; i++) {
      remove(index, LEAF - 2 - 2 * i);
      remove(index, LEAF + 2 * i);
    }
    remove(index, 1);
    return index;
  }

  /** Inserts between keys that are there. */
  static void insert(OrderedIndex<String> index, int number) {
    put(index, number);
  }

  static void remove(OrderedIndex<String> index, int number) {
    Entry<String> entry = index.find(key(number));
    if (entry == null || !index.remove(entry, "value")) {
      throw new AssertionError("%d is not there to be removed".formatted(number));
    }
  }

  /** How many of the keys that stay a walk meets: four of four; -1: keys were out of order. */
  static int walk(OrderedIndex<String> index, boolean down) {
    int[] staying = {0, 2, 2 * LEAF - 4, 2 * LEAF - 2};
    Cursor<String> cursor = down ? index.descending(null, null) : index.ascending(null, null);
    int met = 0;
    String before = null;
    for (Entry<String> entry = cursor.next(); entry != null; entry = cursor.next()) {
      String key = entry.keyText();
      if (before != null && (before.compareTo(key) < 0) == down) {
        return -1;
      }
      before = key;
      int wanted = staying[down ? Math.max(0, STAYING - 1 - met) : Math.min(met, STAYING - 1)];
      if (key.equals(key(wanted))) {
        met++;
      }
    }
    return met;
  }

  /** How many of the keys that stay are found: four of four. */
  static int find(OrderedIndex<String> index) {
    int found = 0;
    for (int number : new int[] {0, 2, 2 * LEAF - 4, 2 * LEAF - 2}) {
      Entry<String> entry = index.find(key(number));
      found += entry != null && "value".equals(entry.version()) ? 1 : 0;
    }
    return found;
  }
}

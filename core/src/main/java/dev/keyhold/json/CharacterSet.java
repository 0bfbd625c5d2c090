package dev.keyhold.json;

import java.util.ArrayList;
import java.util.List;

/** Characters, as ranges and categories. */
final class CharacterSet {
  boolean negated;
  private final List<int[]> ranges = new ArrayList<>();
  final List<Integer> categories = new ArrayList<>();
  private final List<CharacterSet> others = new ArrayList<>();
  private int weight;

  boolean has(int c) {
    return negated != contains(c);
  }

  private boolean contains(int c) {
    for (int[] range : ranges) {
      if (c >= range[0] && c <= range[1]) {
        return true;
      }
    }
    if (!categories.isEmpty() && categories.contains(Character.getType(c))) {
      return true;
    }
    for (CharacterSet each : others) {
      if (each.has(c)) {
        return true;
      }
    }
    return false;
  }

  CharacterSet range(int from, int to) {
    ranges.add(new int[] {from, to});
    weight++;
    return this;
  }

  void other(CharacterSet other) {
    others.add(other);
    weight += 1 + other.categories.size();
  }

  /** About how many comparisons a question costs. */
  int weight() {
    return weight;
  }
}

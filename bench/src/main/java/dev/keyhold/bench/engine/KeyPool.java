package dev.keyhold.bench.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/**
 * The keys of one run, in one random order, and what is asked for of them. What it hands out are
 * other strings than any before, their hashes not yet computed, as keys are that come from outside.
 */
final class KeyPool {
  private static final long SEED = 42;

  private final String[] keys;
  private final Spread spread;
  private final Random seeds = new Random(SEED);
  private IntSupplier[] choosers = {};
  private String[] ordered = {};

  KeyPool(KeyShape shape, int count, Spread spread) {
    this.spread = spread;
    keys = new String[count];
    for (int i = 0; i < count; i++) {
      keys[i] = shape.key(i);
    }
    Collections.shuffle(Arrays.asList(keys), seeds);
  }

  int count() {
    return keys.length;
  }

  /** All of them, for filling. */
  String[] all() {
    String[] copies = new String[keys.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = copy(keys[i]);
    }
    return copies;
  }

  /**
   * Some, as the spread says.
   *
   * @param part which part of all keys they are of
   * @param parts into how many parts the keys are divided, which have none in common
   */
  String[] some(int count, int part, int parts) {
    int size = Math.max(1, keys.length / parts);
    if (choosers.length != parts) {
      choosers = new IntSupplier[parts];
      for (int i = 0; i < parts; i++) {
        choosers[i] = spread.below(size, seeds.nextLong());
      }
    }
    int first = size * part;
    IntSupplier chooser = choosers[part];
    String[] some = new String[count];
    for (int i = 0; i < count; i++) {
      some[i] = copy(keys[first + chooser.getAsInt()]);
    }
    return some;
  }

  /**
   * Stretches of neighbours.
   *
   * @param length how many keys each stretch has, if there are as many
   */
  Stretches stretches(int count, int length) {
    if (ordered.length == 0) {
      // Ours are ASCII: the order of chars is that of code points.
      ordered = keys.clone();
      Arrays.sort(ordered);
    }
    int starts = Math.max(1, ordered.length - length);
    String[] from = new String[count];
    String[] to = new String[count];
    for (int i = 0; i < count; i++) {
      int start = seeds.nextInt(starts);
      from[i] = copy(ordered[start]);
      int behind = start + length;
      to[i] = behind < ordered.length ? copy(ordered[behind]) : BEHIND_ALL;
    }
    return new Stretches(List.of(from), List.of(to), Math.min(length, ordered.length));
  }

  private static final String BEHIND_ALL = "~";

  /**
   * Stretches of neighbours.
   *
   * @param from the first key of each
   * @param to what is behind the last one of each
   * @param length how many keys are in each
   */
  record Stretches(List<String> from, List<String> to, int length) {}

  private static String copy(String key) {
    return String.valueOf(key.toCharArray());
  }
}

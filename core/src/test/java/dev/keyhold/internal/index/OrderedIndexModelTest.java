package dev.keyhold.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import dev.keyhold.internal.text.CodePoints;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random operations on an index and on a tree ordered by code points, compared after each. */
class OrderedIndexModelTest {
  private final RandomGenerator random = Seeds.random(this);
  private final IndexMap map = new IndexMap();
  private final TreeMap<String, Object> model = new TreeMap<>(CodePoints.ORDER);
  private final List<String> pool = new ArrayList<>();

  @AfterEach
  void index_afterwards_isSound() {
    assertThat(map.index.check().entries()).isEqualTo(model.size());
  }

  @Test
  void wildKeys_comparedAfterEachStep_areTheSame() {
    for (int i = 0; i < 3_000; i++) {
      pool.add(Keys.wild(random));
    }
    run(120_000);
  }

  @Test
  void userKeys_comparedAfterEachStep_areTheSame() {
    for (int i = 0; i < 5_000; i++) {
      pool.add(Keys.user(i * 7));
    }
    run(120_000);
  }

  @Test
  void collidingKeys_comparedAfterEachStep_areTheSame() {
    pool.addAll(Keys.colliding(9));
    run(30_000);
  }

  /** Grows, lives, shrinks and grows again. */
  private void run(int steps) {
    for (int i = 0; i < steps; i++) {
      int phase = i * 8 / steps;
      int removals = new int[] {1, 5, 9, 5, 2, 8, 5, 9}[phase];
      step(pool.get(random.nextInt(pool.size())), i, removals);
      if (i % 499 == 0) {
        map.index.check();
        requireWalk();
      }
    }
    assertThat(IndexMap.met(map.index.ascending(null, null))).isEqualTo(texts(model));
    assertThat(IndexMap.met(map.index.descending(null, null)))
        .isEqualTo(texts(model.descendingMap()));
  }

  private void step(String key, Object value, int removals) {
    if (random.nextInt(10) < 3) {
      assertThat(map.get(key)).isEqualTo(model.get(key));
    } else if (random.nextInt(10) < removals) {
      assertThat(map.remove(key)).isEqualTo(model.remove(key));
    } else if (random.nextBoolean()) {
      assertThat(map.put(key, value)).isEqualTo(model.put(key, value));
    } else {
      assertThat(map.putIfAbsent(key, value)).isEqualTo(model.putIfAbsent(key, value));
    }
  }

  private void requireWalk() {
    String one = pool.get(random.nextInt(pool.size()));
    String other = random.nextInt(5) == 0 ? one : pool.get(random.nextInt(pool.size()));
    boolean swapped = CodePoints.compare(one, other) > 0;
    String low = random.nextInt(4) == 0 ? null : swapped ? other : one;
    String high = random.nextInt(4) == 0 ? null : swapped ? one : other;
    boolean lowIncluded = random.nextBoolean();
    boolean highIncluded = random.nextBoolean();
    List<String> expected =
        low != null && low.equals(high) && !(lowIncluded && highIncluded)
            ? new ArrayList<>()
            : new ArrayList<>(texts(part(low, lowIncluded, high, highIncluded)));
    Cut from = low == null ? null : lowIncluded ? Cut.before(low) : Cut.after(low);
    Cut to = high == null ? null : highIncluded ? Cut.after(high) : Cut.before(high);
    assertThat(IndexMap.met(map.index.ascending(from, to))).isEqualTo(expected);
    Collections.reverse(expected);
    assertThat(IndexMap.met(map.index.descending(to, from))).isEqualTo(expected);
  }

  private NavigableMap<String, Object> part(
      @Nullable String low, boolean lowIncluded, @Nullable String high, boolean highIncluded) {
    NavigableMap<String, Object> part = low == null ? model : model.tailMap(low, lowIncluded);
    return high == null ? part : part.headMap(high, highIncluded);
  }

  private static List<String> texts(NavigableMap<String, Object> map) {
    return map.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
  }
}

package dev.keyhold.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Removal gives memory back: what is counted are nodes, slots and room, never time or bytes. */
class OrderedIndexChurnTest {
  private final RandomGenerator random = Seeds.random(this);
  private final IndexMap map = new IndexMap();

  private static final Object VALUE = "value";

  @Test
  void everything_removedInAnyOrder_leavesOneLeafAndFewSlots() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      keys.add(Keys.user(i));
    }
    for (int round = 0; round < 4; round++) {
      switch (round) {
        case 0, 1 -> Collections.shuffle(keys, Random.from(random));
        case 2 -> Collections.sort(keys);
        default -> Collections.reverse(keys);
      }
      keys.forEach(key -> map.put(key, VALUE));
      Census full = map.index.check();
      assertThat(full.entries()).isEqualTo(keys.size());
      assertThat(full.height()).isBetween(3, 4);
      keys.forEach(map::remove);
      Census empty = map.index.check();
      assertThat(empty.entries()).isZero();
      assertThat(empty.leaves()).isEqualTo(1);
      assertThat(empty.inners()).isZero();
      assertThat(empty.leafCapacity()).isEqualTo(16);
      assertThat(empty.slots()).isLessThan(full.slots() / 20);
    }
  }

  /** A window of keys moves on: queues and times as keys do this. */
  @Test
  void window_ofAscendingKeys_staysAsLarge() {
    int window = 5_000;
    Census settled = null;
    for (int i = 0; i < 40 * window; i++) {
      map.put(Keys.user(i), VALUE);
      if (i >= window) {
        map.remove(Keys.user(i - window));
      }
      if (i == 4 * window) {
        settled = map.index.check();
      }
    }
    Census end = map.index.check();
    assertThat(settled).isNotNull();
    assertThat(end.entries()).isEqualTo(window);
    assertThat(end.leaves()).isLessThanOrEqualTo(settled.leaves() * 5 / 4);
    assertThat(end.inners()).isLessThanOrEqualTo(settled.inners() + 2);
    assertThat(end.slots()).isLessThanOrEqualTo(settled.slots() * 3 / 2);
  }

  @Test
  void randomKeys_comingAndGoing_stayAsManyNodes() {
    List<String> alive = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      alive.add(freshKey());
    }
    Census start = map.index.check();
    for (int i = 0; i < 200_000; i++) {
      int at = random.nextInt(alive.size());
      map.remove(alive.get(at));
      alive.set(at, freshKey());
    }
    Census end = map.index.check();
    assertThat(end.entries()).isEqualTo(alive.size());
    assertThat(end.leaves()).isLessThan(start.leaves() * 2);
    assertThat(end.slots()).isLessThan(start.slots() * 2);
  }

  private String freshKey() {
    while (true) {
      String key = Long.toHexString(random.nextLong());
      if (map.putIfAbsent(key, VALUE) == null) {
        return key;
      }
    }
  }
}

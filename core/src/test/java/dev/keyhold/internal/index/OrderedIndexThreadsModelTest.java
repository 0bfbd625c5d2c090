package dev.keyhold.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import dev.keyhold.internal.text.CodePoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several threads on one index. Schedules differ from run to run; what is compared does not. */
@SuppressWarnings("keyhold:R1: threads are joined before what they wrote is read")
class OrderedIndexThreadsModelTest {
  private static final Object VALUE = "value";

  private final RandomGenerator random = Seeds.random(this);
  private final IndexMap map = new IndexMap();

  @AfterEach
  void index_afterwards_isSound() {
    map.index.check();
  }

  /** Keys side by side in the same leaves have different owners; each knows what its keys hold. */
  @Test
  void keysOfOwners_atEachStepAndAtTheEnd_areTheOwners() {
    int threads = 4;
    List<String> pool = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    while (pool.size() < 3_000) {
      String key = random.nextBoolean() ? Keys.wild(random) : Keys.user(random.nextInt(4_000));
      if (seen.add(key)) {
        pool.add(key);
      }
    }
    pool.sort(CodePoints.ORDER);
    List<Map<String, Object>> models = new ArrayList<>();
    Together together = new Together();
    for (int thread = 0; thread < threads; thread++) {
      List<String> keys = new ArrayList<>();
      for (int i = thread; i < pool.size(); i += threads) {
        keys.add(pool.get(i));
      }
      Map<String, Object> model = new HashMap<>();
      models.add(model);
      long seed = random.nextLong();
      together.add(() -> {
        own(keys, model, new Random(seed));
        return null;
      });
    }
    together.run();
    TreeMap<String, Object> all = new TreeMap<>(CodePoints.ORDER);
    models.forEach(all::putAll);
    List<String> expected =
        all.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    assertThat(IndexMap.met(map.index.ascending(null, null))).isEqualTo(expected);
    assertThat(map.index.check().entries()).isEqualTo(all.size());
  }

  private void own(List<String> keys, Map<String, Object> model, RandomGenerator random) {
    int steps = 60_000;
    for (int i = 0; i < steps; i++) {
      String key = keys.get(random.nextInt(keys.size()));
      int removals = new int[] {1, 7, 3, 8}[i * 4 / steps];
      Object found;
      Object expected;
      if (random.nextInt(3) == 0) {
        found = map.get(key);
        expected = model.get(key);
      } else if (random.nextInt(10) < removals) {
        found = map.remove(key);
        expected = model.remove(key);
      } else {
        Object value = i;
        found = map.put(key, value);
        expected = model.put(key, value);
      }
      if (!Objects.equals(found, expected)) {
        throw new AssertionError("%s is %s, not %s".formatted(key, found, expected));
      }
    }
  }

  /**
   * Some keys stay; around them others come and go, so that leaves split and merge all the time.
   */
  @Test
  void keysThatStay_walkedAndFoundWhileOthersChange_areAllMetOnceInOrder() {
    int keys = 4_000;
    int stride = 25;
    for (int i = 0; i < keys; i += stride) {
      map.put(Keys.user(i), VALUE);
    }
    AtomicInteger writing = new AtomicInteger(2);
    Together together = new Together();
    for (int writer = 0; writer < 2; writer++) {
      int offset = writer;
      together.add(() -> {
        for (int round = 0; round < 12; round++) {
          comeAndGo(keys, stride, offset);
        }
        writing.decrementAndGet();
        return null;
      });
    }
    for (int reader = 0; reader < 2; reader++) {
      Random own = new Random(random.nextLong());
      together.add(() -> {
        do {
          int low = own.nextInt(keys);
          int high = low + own.nextInt(keys - low);
          requireStaying(low, high, stride, own.nextBoolean());
          String staying = Keys.user(own.nextInt(keys / stride) * stride);
          assertThat(map.get(staying)).as(staying).isSameAs(VALUE);
        } while (writing.get() > 0);
        return null;
      });
    }
    together.run();
  }

  private void comeAndGo(int keys, int stride, int offset) {
    for (int i = offset; i < keys; i += 2) {
      if (i % stride != 0) {
        map.put(Keys.user(i), VALUE);
      }
    }
    for (int i = offset; i < keys; i += 2) {
      if (i % stride != 0) {
        map.remove(Keys.user(i));
      }
    }
  }

  private void requireStaying(int low, int high, int stride, boolean down) {
    Cut from = Cut.before(Keys.user(low));
    Cut to = Cut.after(Keys.user(high));
    Cursor<Object> cursor = down ? map.index.descending(to, from) : map.index.ascending(from, to);
    int expected = down ? high / stride * stride : (low + stride - 1) / stride * stride;
    byte[] before = null;
    for (Entry<Object> entry = cursor.next(); entry != null; entry = cursor.next()) {
      byte[] key = entry.keyBytes();
      if (before != null && (Arrays.compareUnsigned(before, key) >= 0) != down) {
        throw new AssertionError(entry + " is out of order");
      }
      before = key;
      int number = Integer.parseInt(entry.keyText().substring(5, 11));
      if (number % stride == 0) {
        if (number != expected) {
          throw new AssertionError("%d was to come, and %d came".formatted(expected, number));
        }
        expected += down ? -stride : stride;
      }
    }
    if (down ? expected >= low : expected <= high) {
      throw new AssertionError(
          "%d was not met from %d to %d, down: %s".formatted(expected, low, high, down));
    }
  }

  /** Removals race insertions of the same keys: each success counts, and nothing is lost. */
  @Test
  void sameKeys_insertedAndRemovedByAll_countUp() {
    int keys = 40;
    AtomicIntegerArray balance = new AtomicIntegerArray(keys);
    Together together = new Together();
    for (int thread = 0; thread < 4; thread++) {
      Random own = new Random(random.nextLong());
      together.add(() -> {
        for (int i = 0; i < 60_000; i++) {
          int key = own.nextInt(keys);
          if (own.nextBoolean()) {
            if (map.putIfAbsent(Keys.user(key), i) == null) {
              balance.incrementAndGet(key);
            }
          } else if (map.remove(Keys.user(key)) != null) {
            balance.decrementAndGet(key);
          }
        }
        return null;
      });
    }
    together.run();
    int present = 0;
    for (int key = 0; key < keys; key++) {
      assertThat(balance.get(key)).isEqualTo(map.get(Keys.user(key)) == null ? 0 : 1);
      present += balance.get(key);
    }
    assertThat(map.index.check().entries()).isEqualTo(present);
  }

  /** Threads that append and drop at the other end: the root grows and shrinks under all. */
  @Test
  void growingAndShrinking_together_endsEmpty() {
    Together together = new Together();
    for (int thread = 0; thread < 3; thread++) {
      int offset = thread;
      together.add(() -> {
        for (int round = 0; round < 8; round++) {
          for (int i = offset; i < 6_000; i += 3) {
            map.put(Keys.user(round % 2 == 0 ? i : 6_000 - i), VALUE);
          }
          for (int i = offset; i < 6_000; i += 3) {
            map.remove(Keys.user(round % 2 == 0 ? i : 6_000 - i));
          }
        }
        return null;
      });
    }
    together.run();
    Census census = map.index.check();
    assertThat(census.entries()).isZero();
    assertThat(census.leaves()).isEqualTo(1);
  }
}

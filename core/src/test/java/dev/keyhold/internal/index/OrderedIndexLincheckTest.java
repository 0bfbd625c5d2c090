package dev.keyhold.internal.index;

import java.util.HashMap;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An index, used by its protocol, is an atomic map: a leaf that is full, one that is nearly empty.
 */
@Tag("lincheck")
class OrderedIndexLincheckTest {
  /** {@code -Dkeyhold.lincheck.scale=100} for a night. */
  private static final int SCALE = Integer.getInteger("keyhold.lincheck.scale", 1);

  /** What every history must be equal to. */
  public static class Sequential {
    private final Map<Integer, Integer> map = new HashMap<>();

    public @Nullable Integer get(int key) {
      return map.get(key);
    }

    public @Nullable Integer insert(int key, int value) {
      return map.put(key, value);
    }

    public @Nullable Integer insertIfAbsent(int key, int value) {
      return map.putIfAbsent(key, value);
    }

    public @Nullable Integer remove(int key) {
      return map.remove(key);
    }
  }

  /** With a few keys of its own. */
  @Param(name = "key", gen = IntGen.class, conf = "0:2")
  @Param(name = "value", gen = IntGen.class, conf = "0:9")
  public static class Few {
    final IndexMap map = new IndexMap();

    private static String name(int key) {
      return "k5" + key;
    }

    /** Keys around those that are asked for, so many. */
    final void fill(int count) {
      for (int i = 0; i < count; i++) {
        map.put("k" + (i < count / 2 ? 100 + i : 600 + i), i);
      }
    }

    @Operation
    public @Nullable Integer get(@Param(name = "key") int key) {
      return (Integer) map.get(name(key));
    }

    @Operation
    public @Nullable Integer insert(
        @Param(name = "key") int key, @Param(name = "value") int value) {
      return (Integer) map.put(name(key), value);
    }

    @Operation
    public @Nullable Integer insertIfAbsent(
        @Param(name = "key") int key, @Param(name = "value") int value) {
      return (Integer) map.putIfAbsent(name(key), value);
    }

    @Operation
    public @Nullable Integer remove(@Param(name = "key") int key) {
      return (Integer) map.remove(name(key));
    }
  }

  /** The next key but one splits the leaf, and the segment of the directory grows. */
  public static class Full extends Few {
    public Full() {
      fill(Leaf.ENTRIES_MAX - 1);
    }
  }

  /** Two leaves that merge when one more key is removed. */
  public static class Low extends Few {
    public Low() {
      fill(Leaf.ENTRIES_MAX + 1);
      for (int i = 0; i < 17; i++) {
        map.remove("k" + (100 + i));
        map.remove("k" + (600 + Leaf.ENTRIES_MAX - i));
      }
    }
  }

  private static <O extends Options<O, ?>> O threeThreads(O options) {
    return options
        .iterations(5)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .sequentialSpecification(Sequential.class);
  }

  private static ModelCheckingOptions schedules() {
    return threeThreads(new ModelCheckingOptions())
        .iterations(3)
        .threads(2)
        // Loops over a leaf's entries are not spinning.
        .loopBound(1_000)
        .invocationsPerIteration(200 * SCALE);
  }

  private static StressOptions realThreads() {
    return threeThreads(new StressOptions()).invocationsPerIteration(1_000 * SCALE);
  }

  @Test
  void few_modelChecked_areAnAtomicMap() {
    schedules().check(Few.class);
  }

  @Test
  void full_modelChecked_isAnAtomicMap() {
    schedules().check(Full.class);
  }

  @Test
  void low_modelChecked_isAnAtomicMap() {
    schedules().check(Low.class);
  }

  @Test
  void few_stressed_areAnAtomicMap() {
    realThreads().check(Few.class);
  }

  @Test
  void full_stressed_isAnAtomicMap() {
    realThreads().check(Full.class);
  }

  @Test
  void low_stressed_isAnAtomicMap() {
    realThreads().check(Low.class);
  }
}

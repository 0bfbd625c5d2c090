package dev.keyhold;

import dev.keyhold.json.Json;
import dev.keyhold.sync.Locks;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Single operations of a {@link Keyhold}, guards on two keys and transactions are linearizable:
 * every history equals one of a plain map, in which they happen one after the other. Results are -1
 * for nothing.
 */
@Tag("lincheck")
class KeyholdLincheckTest {
  /** {@code -Dkeyhold.lincheck.scale=100} for a night. */
  private static final int SCALE = Integer.getInteger("keyhold.lincheck.scale", 1);

  private final Locks.Detail before = Locks.record(Locks.Detail.NOTHING);

  @AfterEach
  void recordAsBefore() {
    Locks.record(before);
  }

  /** What every history must be equal to. */
  public static class Sequential {
    private final Map<Integer, Integer> values = new HashMap<>();

    private int of(@Nullable Integer value) {
      return value == null ? -1 : value;
    }

    public int get(int key) {
      return of(values.get(key));
    }

    public int insert(int key, int value) {
      return of(values.put(key, value));
    }

    public boolean insertIfAbsent(int key, int value) {
      return values.putIfAbsent(key, value) == null;
    }

    public boolean replace(int key, int value) {
      return values.replace(key, value) != null;
    }

    public int remove(int key) {
      return of(values.remove(key));
    }

    public int update(int key) {
      return of(values.computeIfPresent(key, (_, old) -> old + 10));
    }

    public int swap() {
      return transaction();
    }

    public int transaction() {
      int one = get(1);
      int two = get(2);
      put(1, two);
      put(2, one);
      return one;
    }

    private void put(int key, int value) {
      if (value == -1) {
        values.remove(key);
      } else {
        values.put(key, value);
      }
    }
  }

  /** The real one. */
  @Param(name = "key", gen = IntGen.class, conf = "1:2")
  @Param(name = "value", gen = IntGen.class, conf = "1:5")
  public static class Real {
    private final Keyhold db = Keyhold.inMemory();

    private static int of(Optional<Json> value) {
      return value.map(Json::asInt).orElse(-1);
    }

    private static String name(int key) {
      return "key " + key;
    }

    @Operation
    public int get(@Param(name = "key") int key) {
      return of(db.get(name(key)));
    }

    @Operation
    public int insert(@Param(name = "key") int key, @Param(name = "value") int value) {
      return of(db.insert(name(key), value));
    }

    @Operation
    public boolean insertIfAbsent(@Param(name = "key") int key, @Param(name = "value") int value) {
      return db.insertIfAbsent(name(key), value);
    }

    @Operation
    public boolean replace(@Param(name = "key") int key, @Param(name = "value") int value) {
      return db.replace(name(key), value);
    }

    @Operation
    public int remove(@Param(name = "key") int key) {
      return of(db.remove(name(key)));
    }

    @Operation
    public int update(@Param(name = "key") int key) {
      return of(db.update(name(key), old -> Json.of(old.asInt() + 10)));
    }

    /** Under a guard on both keys. */
    @Operation
    public int swap() {
      try (KeyGuard guard = db.guards().exclusive(name(1), name(2)).lockUninterruptibly()) {
        int one = swap(guard);
        guard.commit();
        return one;
      }
    }

    /** Without naming them before, in the other order. */
    @Operation
    public int transaction() throws InterruptedException {
      return db.transact(tx -> {
        return swap(tx);
      });
    }

    private static int swap(KeyAccess access) {
      Optional<Json> two = access.get(name(2));
      Optional<Json> one = access.get(name(1));
      put(access, name(1), two);
      put(access, name(2), one);
      return of(one);
    }

    private static void put(KeyAccess access, String key, Optional<Json> value) {
      if (value.isPresent()) {
        access.insert(key, value.get());
      } else {
        access.remove(key);
      }
    }
  }

  /** By its revision: a value is put only in the place of the one that was looked at. */
  @Param(name = "value", gen = IntGen.class, conf = "1:5")
  public static class ByRevision {
    private final Keyhold db = Keyhold.inMemory();

    @Operation
    public long look() {
      return db.entry("a").map(Keyhold.Entry::revision).orElse(0L);
    }

    @Operation
    public boolean first(@Param(name = "value") int value) {
      return db.insertIf("a", value, 0);
    }

    @Operation
    public boolean second(@Param(name = "value") int value) {
      return db.insertIf("a", value, 1);
    }

    @Operation
    public boolean takeFirst() {
      return db.removeIf("a", 1);
    }

    @Operation
    public long insert(@Param(name = "value") int value) {
      return db.insert("a", value).isPresent() ? 1 : 0;
    }
  }

  /** What {@link ByRevision} must be equal to. */
  public static class SequentialByRevision {
    private long revision;
    private long current;

    public long look() {
      return current;
    }

    private boolean put(long expected, boolean value) {
      if (current != expected) {
        return false;
      }
      revision++;
      current = value ? revision : 0;
      return true;
    }

    public boolean first(int value) {
      assert value > 0;
      return put(0, true);
    }

    public boolean second(int value) {
      assert value > 0;
      return put(1, true);
    }

    public boolean takeFirst() {
      return put(1, false);
    }

    public long insert(int value) {
      assert value > 0;
      long before = current;
      put(current, true);
      return before == 0 ? 0 : 1;
    }
  }

  private static StressOptions threeThreads() {
    return new StressOptions()
        .iterations(12)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .invocationsPerIteration(700 * SCALE);
  }

  @Test
  void operationsGuardsAndTransactions_stressed_areThoseOfAMap() {
    threeThreads().sequentialSpecification(Sequential.class).check(Real.class);
  }

  @Test
  void operationsByRevision_stressed_areThoseOfARegisterThatCounts() {
    threeThreads().sequentialSpecification(SequentialByRevision.class).check(ByRevision.class);
  }
}

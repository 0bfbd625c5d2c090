package dev.keyhold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.internal.index.Census;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A day's worth of churn: keys that come and go under ever new names, with guards, transactions and
 * snapshots. Counted is what is left, structure by structure, and the heap.
 */
@Timeout(300)
class EngineChurnTest {
  /** Of each of two threads in a round. {@code -Dkeyhold.churn.scale=100} for a night. */
  private static final int STEPS = 12_000 * Integer.getInteger("keyhold.churn.scale", 1);

  private static final int ROUNDS = 6;

  /** What a round may leave at the most that the one before has not: noise of the JVM's own. */
  private static final long HEAP_BYTES_SLACK = 1 << 20;

  @RegisterExtension private final Engines engines = new Engines();

  /** Without a history to speak of, which fills up while a snapshot is open. */
  private final EmbeddedKeyhold db = engines.open(Keyhold.builder().historyCommitsMax(1));

  @Test
  void churn_endless_leavesNothingInAnyStructureAndTheHeapFlat() throws Exception {
    for (int i = 0; i < 100; i++) {
      db.insert("stays:" + i, i);
    }
    RandomGenerator random = Seeds.random(this);
    List<Long> heap = new ArrayList<>();
    int leaves = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long seed = random.nextLong();
      int number = round;
      try (var threads = Executors.newFixedThreadPool(2)) {
        List<Callable<Boolean>> both =
            List.of(() -> churn(seed, number, "one"), () -> churn(seed + 1, number, "two"));
        for (var each : threads.invokeAll(both)) {
          assertThat(each.get()).isTrue();
        }
      }
      Engines.requireWholeAndAtRest(db);
      Census census = db.engine.index.check();
      assertThat(census.entries()).as("entries").isEqualTo(100);
      assertThat(census.overflown()).as("entries that the directory has no place for").isZero();
      assertThat(WaitGraph.stuckCount()).as("stuck tasks").isZero();
      leaves = Math.max(leaves, census.leaves());
      heap.add(usedBytes());
    }
    assertThat(leaves).as("leaves for 100 keys: merged as keys go").isLessThan(100);
    assertThat(heap.getLast())
        .as("heap after each round: %s", heap)
        .isLessThan(heap.get(1) + HEAP_BYTES_SLACK);
  }

  /** A name is used for a while and never again. */
  private boolean churn(long seed, int round, String thread) throws InterruptedException {
    RandomGenerator random = new SplittableRandom(seed);
    List<String> names = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      String fresh = thread + ":" + round + ":" + step;
      switch (random.nextInt(8)) {
        case 0 -> {
          try (KeyGuard guard = db.lock(fresh, "stays:" + random.nextInt(100))) {
            guard.insert(fresh, step);
            guard.commit();
          }
          names.add(fresh);
        }
        case 1 -> {
          int value = step;
          db.transact(tx -> {
            tx.insert(fresh, value);
            tx.increment("stays:" + random.nextInt(100), "", 1);
          });
          names.add(fresh);
        }
        case 2 -> {
          try (Snapshot then = db.snapshot()) {
            db.insert("stays:" + random.nextInt(100), step);
            assertThat(then.get(fresh)).isEmpty();
            db.insert(fresh, Json.of(step));
            db.remove(fresh);
          }
        }
        case 3 -> db.scan(KeyRange.prefix("stays:1")).forEach(each -> assertThat(each).isNotNull());
        case 4 -> {
          if (step % 16 == 0) {
            db.transact(
                KeyRange.prefix(thread),
                guard -> {
                  names.forEach(guard::remove);
                });
            names.clear();
          }
        }
        default -> {
          db.insert(fresh, step);
          names.add(fresh);
          if (names.size() > 50) {
            db.remove(names.removeFirst());
          }
        }
      }
    }
    names.forEach(db::remove);
    return true;
  }

  /** After a full collection: what is reachable. */
  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}

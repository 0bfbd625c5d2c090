package dev.keyhold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.KeyGuard;
import dev.keyhold.KeyRange;
import dev.keyhold.Keyhold;
import dev.keyhold.Snapshot;
import dev.keyhold.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * What expires, in virtual time and over many seeds: writers, guards and readers, and the thread
 * that removes what is over; a failure's message has the seed.
 */
@SuppressWarnings("keyhold:R1: a simulation runs one task at a time")
class SimulatedExpiryTest {
  private static final int KEYS = 6;
  private static final Duration PROMPT = Duration.ofMillis(10);

  /** The virtual wall clock begins with the year 2000. */
  private static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

  private static Instant now(Tasks tasks) {
    return START.plus(tasks.elapsed());
  }

  @Test
  void writersGuardsAndTheSweeper_inAnyOrder_nobodySeesWhatIsOver() {
    Simulation.seeded(1)
        .explore(
            600,
            tasks -> {
              try (Keyhold db = Keyhold.inMemory()) {
                List<TaskHandle> handles = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                  handles.add(tasks.spawn("writer" + i, () -> write(tasks, db)));
                }
                handles.add(tasks.spawn("guard", () -> guard(tasks, db)));
                handles.add(tasks.spawn("reader", () -> read(tasks, db)));
                for (TaskHandle handle : handles) {
                  handle.join();
                }
                tasks.sleep(Duration.ofSeconds(1));
                assertThat(db.size()).isZero();
                assertThat(db.memory().keysBytes()).isZero();
                assertThat(db.memory().valuesBytes()).isZero();
              }
            });
  }

  private static void write(Tasks tasks, Keyhold db) throws InterruptedException {
    RandomGenerator random = tasks.random();
    for (int i = 0; i < 12; i++) {
      String key = "k" + random.nextInt(KEYS);
      Duration lifetime = Duration.ofMillis(1 + random.nextInt(30));
      switch (random.nextInt(5)) {
        case 0, 1 -> db.insert(key, i, lifetime);
        case 2 -> db.expire(key, lifetime);
        case 3 -> db.update(key, json -> Json.of(json.asLong() + 1));
        default -> db.remove(key);
      }
      if (random.nextBoolean()) {
        tasks.sleep(Duration.ofMillis(random.nextInt(8)));
      }
    }
  }

  private static void guard(Tasks tasks, Keyhold db) throws InterruptedException {
    RandomGenerator random = tasks.random();
    for (int i = 0; i < 4; i++) {
      boolean all = random.nextBoolean();
      try (KeyGuard guard = all ? db.lock(KeyRange.all()) : db.lock("k0", "k1")) {
        boolean was = guard.contains("k0");
        tasks.sleep(Duration.ofMillis(random.nextInt(20)));
        // Under a guard things end, and nothing begins.
        assertThat(was || !guard.contains("k0")).isTrue();
        if (all) {
          guard.scan(KeyRange.all()).forEach(each -> isThere(tasks, each));
        }
        guard.insert("k1", 1, Duration.ofMillis(5));
        guard.commit();
      }
    }
  }

  private static void read(Tasks tasks, Keyhold db) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      Map<String, Json> then = new TreeMap<>();
      try (Snapshot snapshot = db.snapshot()) {
        snapshot.scan(KeyRange.all()).forEach(each -> then.put(each.key(), each.value()));
        for (int key = 0; key < KEYS; key++) {
          db.entry("k" + key).ifPresent(each -> isThere(tasks, each));
        }
        assertThat(db.size()).isLessThanOrEqualTo(KEYS);
        tasks.sleep(Duration.ofMillis(4));
        Map<String, Json> again = new TreeMap<>();
        snapshot.scan(KeyRange.all()).forEach(each -> again.put(each.key(), each.value()));
        assertThat(again).isEqualTo(then);
      }
    }
  }

  private static void isThere(Tasks tasks, Keyhold.Entry entry) {
    assertThat(entry.expiry()).isPresent();
    assertThat(entry.expiry().orElseThrow()).isAfter(now(tasks));
  }

  @Test
  void removal_ofWhatNobodyHolds_comesWithinTenMilliseconds() {
    Simulation.seeded(1)
        .explore(
            200,
            tasks -> {
              try (Keyhold db = Keyhold.inMemory()) {
                RandomGenerator random = tasks.random();
                for (int i = 0; i < 20; i++) {
                  Duration lifetime = Duration.ofMillis(1 + random.nextInt(100_000));
                  db.insert("a", i, Duration.ofDays(3));
                  db.insert("a", i, lifetime);
                  tasks.sleep(lifetime.minusMillis(1));
                  assertThat(db.contains("a")).isTrue();
                  tasks.sleep(Duration.ofMillis(1));
                  assertThat(db.contains("a")).isFalse();
                  tasks.sleep(PROMPT);
                  assertThat(db.memory().keysBytes()).isZero();
                  tasks.sleep(Duration.ofSeconds(random.nextInt(30)));
                }
              }
            });
  }

  @Test
  void removal_ofWhatAGuardHolds_comesWithinTenMillisecondsOfItsEnd() {
    Simulation.seeded(1)
        .explore(
            200,
            tasks -> {
              try (Keyhold db = Keyhold.inMemory()) {
                db.insert("a", 1, Duration.ofMillis(5));
                db.insert("b", 1, Duration.ofMillis(5));
                try (KeyGuard guard = db.lockShared("a")) {
                  tasks.sleep(Duration.ofMinutes(10));
                  assertThat(guard.contains("a")).isFalse();
                  assertThat(db.size()).isZero();
                  assertThat(db.revision()).isEqualTo(3); // b's end
                }
                tasks.sleep(PROMPT);
                assertThat(db.revision()).isEqualTo(4);
                assertThat(db.memory().keysBytes()).isZero();
              }
            });
  }

  @Test
  void sweeper_nothingLeft_keepsNoSimulationFromEnding() {
    Simulation.inOrder()
        .run(tasks -> {
          try (Keyhold db = Keyhold.inMemory()) {
            db.insert("a", 1, Duration.ofDays(300));
            db.insert("b", 1, Duration.ofMillis(1));
            tasks.sleep(Duration.ofHours(1));
            assertThat(db.size()).isEqualTo(1);
            assertThat(tasks.elapsed()).isEqualTo(Duration.ofHours(1));
          }
        });
  }
}

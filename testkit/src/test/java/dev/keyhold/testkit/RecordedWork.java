package dev.keyhold.testkit;

import dev.keyhold.KeyAccess;
import dev.keyhold.KeyGuard;
import dev.keyhold.KeyRange;
import dev.keyhold.Keyhold;
import dev.keyhold.Snapshot;
import dev.keyhold.json.Json;
import dev.keyhold.testkit.History.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that do anything to a few keys of a database, transactions, guards, snapshots and single
 * operations mixed, and write down what they saw: for {@link SerializabilityChecker}.
 */
final class RecordedWork {
  /** Few, so that tasks meet; of two prefixes, which are scanned. */
  private static final List<String> KEYS = List.of("a:1", "a:2", "b:1", "b:2");

  private static final List<String> PREFIXES = List.of("a:", "b:", "");

  private final Tasks tasks;
  private final RandomGenerator random;
  private final Keyhold db;
  private final History history;

  private RecordedWork(Tasks tasks, long seed, Keyhold db, History history) {
    this.tasks = tasks;
    this.random = new SplittableRandom(seed);
    this.db = db;
    this.history = history;
  }

  /** Runs so many tasks of so many units each, and waits for them. */
  static History run(Tasks tasks, Keyhold db, int count, int unitsEach)
      throws InterruptedException {
    History history = new History();
    List<TaskHandle> handles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long seed = tasks.random().nextLong();
      handles.add(
          tasks.spawn(
              "task" + i,
              () -> {
                RecordedWork work = new RecordedWork(tasks, seed, db, history);
                for (int unit = 0; unit < unitsEach; unit++) {
                  work.unit();
                }
              }));
    }
    for (TaskHandle handle : handles) {
      handle.join();
    }
    return history;
  }

  private void unit() throws InterruptedException {
    tasks.yieldNow();
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> transaction();
      case 4 -> keysGuard();
      case 5 -> rangeGuard();
      case 6 -> snapshot();
      default -> single();
    }
  }

  // ── units of several steps ─────────────────────────────────────────────────────────────────

  private void transaction() throws InterruptedException {
    Unit unit = history.begin("transaction");
    long steps = random.nextLong();
    db.transact(tx -> {
      // The same steps each time, whatever is seen.
      RandomGenerator again = new SplittableRandom(steps);
      unit.restart();
      for (int i = 1 + again.nextInt(4); i > 0; i--) {
        if (again.nextInt(4) == 0) {
          scan(unit, tx, any(again, PREFIXES));
        } else {
          access(unit, tx, any(again, KEYS), again);
        }
        tasks.yieldNow();
      }
    });
    history.commit(unit);
  }

  private void keysGuard() throws InterruptedException {
    Unit unit = history.begin("guard");
    List<String> keys = List.of(any(random, KEYS), any(random, KEYS));
    try (KeyGuard guard = db.lock(keys)) {
      access(unit, guard, keys.getFirst(), random);
      tasks.yieldNow();
      access(unit, guard, keys.getLast(), random);
      guard.commit();
    }
    history.commit(unit);
  }

  private void rangeGuard() throws InterruptedException {
    Unit unit = history.begin("range");
    String prefix = any(random, PREFIXES);
    try (KeyGuard guard = db.lock(KeyRange.prefix(prefix))) {
      scan(unit, guard, prefix);
      tasks.yieldNow();
      String key = any(random, KEYS);
      if (key.startsWith(prefix)) {
        access(unit, guard, key, random);
      }
      guard.commit();
    }
    history.commit(unit);
  }

  private void snapshot() {
    Unit unit = history.begin("snapshot");
    try (Snapshot then = db.snapshot()) {
      history.commit(unit); // what it shows is settled: it is as old as this
      for (int i = 0; i < 3; i++) {
        String key = any(random, KEYS);
        unit.read(key, value(then.get(key)));
        tasks.yieldNow();
      }
      String prefix = any(random, PREFIXES);
      Map<String, Long> found = new TreeMap<>();
      then.scan(KeyRange.prefix(prefix))
          .forEach(each -> found.put(each.key(), number(each.value())));
      unit.scan(prefix, found);
    }
  }

  private void access(Unit unit, KeyAccess access, String key, RandomGenerator chance) {
    switch (chance.nextInt(8)) {
      case 0, 1, 2 -> unit.read(key, value(access.get(key)));
      case 3, 4 -> {
        unit.read(key, value(access.get(key)));
        tasks.yieldNow();
        write(unit, access, key);
      }
      case 5 -> unit.write(key, value(access.remove(key)), null);
      default -> write(unit, access, key);
    }
  }

  private void write(Unit unit, KeyAccess access, String key) {
    long fresh = history.freshValue();
    unit.write(key, value(access.insert(key, fresh)), fresh);
  }

  private static void scan(Unit unit, KeyAccess access, String prefix) {
    Map<String, Long> found = new TreeMap<>();
    access
        .scan(KeyRange.prefix(prefix))
        .forEach(each -> found.put(each.key(), number(each.value())));
    unit.scan(prefix, found);
  }

  // ── single operations ──────────────────────────────────────────────────────────────────────

  private void single() {
    String key = any(random, KEYS);
    Unit unit = history.begin("single");
    long fresh = history.freshValue();
    switch (random.nextInt(7)) {
      case 0, 1 -> unit.read(key, value(db.get(key)));
      case 2 -> unit.write(key, value(db.insert(key, fresh)), fresh);
      case 3 -> unit.write(key, value(db.remove(key)), null);
      case 4 -> {
        if (db.insertIfAbsent(key, fresh)) {
          unit.write(key, null, fresh);
        }
      }
      case 5 -> {
        Optional<Keyhold.Entry> seen = db.entry(key);
        tasks.yieldNow();
        if (seen.isPresent() && db.insertIf(key, fresh, seen.get().revision())) {
          unit.write(key, number(seen.get().value()), fresh);
        }
      }
      default ->
          db.update(
              key,
              old -> {
                tasks.yieldNow();
                unit.write(key, number(old), fresh);
                return Json.of(fresh);
              });
    }
    history.commit(unit);
  }

  private static String any(RandomGenerator random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static @Nullable Long value(Optional<Json> json) {
    return json.map(RecordedWork::number).orElse(null);
  }

  private static long number(Json json) {
    return json.asLong();
  }
}

package dev.keyhold.bench.engine;

import dev.keyhold.KeyGuard;
import dev.keyhold.KeyRange;
import dev.keyhold.Keyhold;
import dev.keyhold.Snapshot;
import dev.keyhold.bench.duel.BenchException;
import dev.keyhold.json.Json;
import java.util.Optional;

/** Ours. */
final class KeyholdStore implements Store {
  private final Keyhold database = Keyhold.inMemory();
  private final Json value = Json.of("value");

  /** What was returned last: so no compiler can do without it. */
  @SuppressWarnings("UnusedVariable") // it is written
  private Optional<Json> kept = Optional.empty();

  @Override
  public void insert(String[] keys) {
    for (String key : keys) {
      database.insert(key, value);
    }
  }

  @Override
  public void insertOwn(String[] keys) {
    int number = FIRST_NUMBER;
    for (String key : keys) {
      database.insert(key, Json.of(number++));
    }
  }

  @Override
  public int get(String[] keys) {
    int found = 0;
    for (String key : keys) {
      found += database.get(key).isPresent() ? 1 : 0;
    }
    return found;
  }

  /** Looks each key up and lets go of the result, but not before the next one. */
  void getAndKeep(String[] keys) {
    for (String key : keys) {
      kept = database.get(key);
    }
  }

  /** As {@link #insert}, and {@link #getAndKeep}. */
  void insertAndKeep(String[] keys) {
    for (String key : keys) {
      kept = database.insert(key, value);
    }
  }

  /**
   * To the end of each stretch: a walk that is left before has its snapshot until it is garbage.
   */
  @Override
  public int scan(KeyPool.Stretches stretches) {
    int met = 0;
    for (int i = 0; i < stretches.from().size(); i++) {
      KeyRange range = KeyRange.closedOpen(stretches.from().get(i), stretches.to().get(i));
      for (Keyhold.Entry entry : database.scan(range)) {
        met += entry.value().isNull() ? 0 : 1;
      }
    }
    return met;
  }

  // ── what only ours has ─────────────────────────────────────────────────────────────────────

  /** For each key a guard on it: one write, commit. */
  void guardOne(String[] keys) {
    try {
      for (String key : keys) {
        try (KeyGuard guard = database.lock(key)) {
          guard.insert(key, value);
          guard.commit();
        }
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** For each two keys a guard on both: gives each the other's value, commits. */
  void guardTwo(String[] keys) {
    try {
      for (int i = 0; i < keys.length; i += 2) {
        try (KeyGuard guard = database.lock(keys[i], keys[i + 1])) {
          Json one = guard.get(keys[i]).orElseThrow();
          Json other = guard.get(keys[i + 1]).orElseThrow();
          guard.insert(keys[i], other);
          guard.insert(keys[i + 1], one);
          guard.commit();
        }
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** So many times a guard on everything. */
  void guardAll(int times) {
    try {
      for (int i = 0; i < times; i++) {
        try (KeyGuard guard = database.lock(KeyRange.all())) {
          if (guard.isClosed()) {
            throw new BenchException("a guard was closed from the start");
          }
        }
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Something that takes a while. */
  @FunctionalInterface
  interface Timed {
    long elapsedNanos() throws InterruptedException;
  }

  /** Does something while a snapshot is open. */
  long besideSnapshot(Timed writing) throws InterruptedException {
    try (Snapshot snapshot = database.snapshot()) {
      long elapsedNanos = writing.elapsedNanos();
      if (snapshot.revision() >= database.revision()) {
        throw new BenchException("nothing was written beside the snapshot");
      }
      return elapsedNanos;
    }
  }

  private static BenchException interrupted() {
    Thread.currentThread().interrupt();
    return new BenchException("interrupted while measuring");
  }
}

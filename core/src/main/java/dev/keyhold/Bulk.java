package dev.keyhold;

import dev.keyhold.error.PartialInsertException;
import dev.keyhold.json.Json;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Inserting many entries: as one commit, or as a row of them. */
final class Bulk {
  /*
   * Values are made into JSON before anything is held: that may run code of the caller's. A commit
   * is a guard on its keys, so it is in line with others like any write, and appears at once.
   *
   * A row of commits ends each when it has so many entries, or when their values have so many bytes:
   * what is in memory twice is bounded, whatever the stream brings.
   */

  /** How many entries a commit of a stream has unless it is said. */
  static final int COMMIT_ENTRIES = 1_000;

  /** From this size on a commit of a stream is done. */
  private static final long COMMIT_BYTES = 4L << 20;

  private Bulk() {}

  /** All of them at one revision, which is returned; the newest one if there are none. */
  static long insert(Keyhold database, Map<String, ?> entries) {
    Map<String, Json> batch = new LinkedHashMap<>();
    entries.forEach((key, value) -> batch.put(Keys.require(key), Json.of(value)));
    return batch.isEmpty() ? database.revision() : commit(database, batch);
  }

  private static long commit(Keyhold database, Map<String, Json> batch) {
    try (KeyGuard guard = database.guards().exclusive(batch.keySet()).lockUninterruptibly()) {
      batch.forEach(guard::insert);
      return guard.commit();
    }
  }

  /** All of them, some at a time; how many there were is returned. */
  static long insert(
      Keyhold database, Iterator<? extends Map.Entry<String, ?>> entries, int commitEntries) {
    if (commitEntries <= 0) {
      throw new IllegalArgumentException(
          "a commit is to have %,d entries; 1 is the least".formatted(commitEntries));
    }
    long inserted = 0;
    try {
      while (entries.hasNext()) {
        inserted += insertSome(database, entries, commitEntries);
      }
    } catch (RuntimeException e) {
      throw new PartialInsertException(
          "%,d entries were inserted, then one of those behind them could not be: %s"
              .formatted(inserted, e.getMessage()),
          inserted,
          e);
    }
    return inserted;
  }

  private static int insertSome(
      Keyhold database, Iterator<? extends Map.Entry<String, ?>> entries, int countMax) {
    Map<String, Json> batch = new LinkedHashMap<>();
    int taken = 0;
    long bytes = 0;
    while (taken < countMax && bytes < COMMIT_BYTES && entries.hasNext()) {
      Map.Entry<String, ?> entry =
          Objects.requireNonNull(entries.next(), "an entry of the stream is null");
      Json value = Json.of(entry.getValue());
      batch.put(Keys.require(entry.getKey()), value);
      bytes += value.byteLength();
      taken++;
    }
    commit(database, batch);
    return taken;
  }
}

package dev.keyhold.lab.compare;

import dev.keyhold.Database;
import dev.keyhold.json.Json;
import dev.keyhold.lab.data.Entry;
import java.util.List;

/**
 * The values that tasks write: the loaded value beside a count of its writes, as in {@code
 * {"writes":3,"value":{…}}}. A write reads the count and inserts one more; if two tasks are at it
 * at once, a write is lost, and the sum of all counts tells.
 */
final class Tally {
  private Tally() {}

  /** A database of {@code entries}, none of them written yet. */
  static Database database(List<Entry> entries) {
    Database database = new Database();
    for (Entry entry : entries) {
      database.insert(entry.key(), entry.value());
    }
    return database;
  }

  /** The entry's value before any write. */
  static Json unwritten(Json value) {
    return counted(0, value);
  }

  /** Counts one more write of {@code key}. */
  static void write(Database database, String key) {
    Json stored = database.get(key).orElseThrow();
    database.insert(key, counted(writes(stored) + 1, stored.at("/value")));
  }

  /** Reads the value of {@code key} as far as its count. */
  static long read(Database database, String key) {
    return writes(database.get(key).orElseThrow());
  }

  /** The writes that the database has kept. */
  static long writes(Database database) {
    long writes = 0;
    for (Database.Entry entry : database) {
      writes += writes(entry.value());
    }
    return writes;
  }

  private static long writes(Json stored) {
    return stored.at("/writes").asLong();
  }

  private static Json counted(long writes, Json value) {
    return Json.parse("{\"writes\":" + writes + ",\"value\":" + value + "}");
  }
}

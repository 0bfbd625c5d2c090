package dev.keyhold.lab.compare;

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

  /** What {@code entries} hold, none of them written yet. */
  static Data data(List<Entry> entries) {
    Data data = new PlainData();
    for (Entry entry : entries) {
      data.insert(entry.key(), entry.value());
    }
    return data;
  }

  /** The entry's value before any write. */
  static Json unwritten(Json value) {
    return counted(0, value);
  }

  /** Counts one more write of {@code key}. */
  static void write(Data data, String key) {
    Json stored = data.get(key);
    data.insert(key, counted(writes(stored) + 1, stored.at("/value")));
  }

  /** Reads the value of {@code key} as far as its count. */
  static long read(Data data, String key) {
    return writes(data.get(key));
  }

  /** The writes that have been kept. */
  static long writes(Data data) {
    long[] writes = new long[1];
    data.forEach((_, value) -> writes[0] += writes(value));
    return writes[0];
  }

  private static long writes(Json stored) {
    return stored.at("/writes").asLong();
  }

  private static Json counted(long writes, Json value) {
    return Json.parse("{\"writes\":" + writes + ",\"value\":" + value + "}");
  }
}

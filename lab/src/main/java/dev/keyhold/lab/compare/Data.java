package dev.keyhold.lab.compare;

import dev.keyhold.json.Json;
import java.util.function.BiConsumer;

/** What a section sees of a database, whichever it is. */
interface Data {
  /** The value under a key, which is there. */
  Json get(String key);

  void insert(String key, Json value);

  /** Every key with its value, in order. */
  void forEach(BiConsumer<String, Json> action);
}

package dev.keyhold;

import dev.keyhold.json.Json;

/** What a {@link Scan} has to know of an entry. */
interface Keyed {
  String key();

  Json value();
}

package dev.keyhold.lab.compare;

import dev.keyhold.Database;
import dev.keyhold.json.Json;
import java.util.function.BiConsumer;

/** The plain database, for whoever has it for themselves. */
final class PlainData implements Data {
  private final Database database = new Database();

  @Override
  public Json get(String key) {
    return database.get(key).orElseThrow();
  }

  @Override
  public void insert(String key, Json value) {
    database.insert(key, value);
  }

  @Override
  public void forEach(BiConsumer<String, Json> action) {
    database.forEach(entry -> action.accept(entry.key(), entry.value()));
  }
}

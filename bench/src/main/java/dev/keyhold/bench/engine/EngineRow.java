package dev.keyhold.bench.engine;

import org.jspecify.annotations.Nullable;

/**
 * What is compared.
 *
 * @param goal the ratio to reach; null: for information
 */
record EngineRow(Operation operation, MapKind peer, @Nullable Double goal) {
  /** What is done, and the unit of its samples. */
  enum Operation {
    GET("get", "ns/op"),
    INSERT("insert of a new key", "ns/op"),
    OVERWRITE("insert overwriting", "ns/op"),
    SCAN("scan of 100 entries", "ns/op"),
    HEAP("heap an entry, value apart", "B");

    private final String text;
    private final String unit;

    Operation(String text, String unit) {
      this.text = text;
      this.unit = unit;
    }

    String unit() {
      return unit;
    }
  }

  String what(KeyShape shape, int keys) {
    return "%s, %,d %s keys".formatted(operation.text, keys, shape.label());
  }
}

package dev.keyhold.bench.engine;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentMap;

/**
 * A peer that is a map. In a row's JVM there is one of them, so what is called is known to the
 * compiler.
 */
abstract class MapStore<M extends ConcurrentMap<String, byte[]>> implements Store {
  final M map;
  private final byte[] value = "\"value\"".getBytes(StandardCharsets.UTF_8);

  MapStore(M map) {
    this.map = map;
  }

  @Override
  public void insert(String[] keys) {
    for (String key : keys) {
      map.put(key, value);
    }
  }

  @Override
  public void insertOwn(String[] keys) {
    for (String key : keys) {
      map.put(key, new byte[Long.BYTES]);
    }
  }

  @Override
  public int get(String[] keys) {
    int found = 0;
    for (String key : keys) {
      found += map.get(key) == null ? 0 : 1;
    }
    return found;
  }
}

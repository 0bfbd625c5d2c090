package dev.keyhold.bench.engine;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;

/** The JDK's concurrent map without order. */
final class HashMapStore implements Store {
  private final ConcurrentHashMap<String, byte[]> map = new ConcurrentHashMap<>();
  private final byte[] value = "\"value\"".getBytes(StandardCharsets.UTF_8);

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

  @Override
  public int scan(KeyPool.Stretches stretches) {
    throw new UnsupportedOperationException("its keys are in no order");
  }
}

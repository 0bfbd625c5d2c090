package dev.keyhold.bench.engine;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The JDK's ordered concurrent map. */
final class SkipListStore implements Store {
  private final ConcurrentSkipListMap<String, byte[]> map = new ConcurrentSkipListMap<>();
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
    int met = 0;
    for (String from : stretches.from()) {
      int left = stretches.length();
      for (Map.Entry<String, byte[]> entry : map.tailMap(from, true).entrySet()) {
        met += entry.getValue() == null ? 0 : 1;
        if (--left == 0) {
          break;
        }
      }
    }
    return met;
  }
}

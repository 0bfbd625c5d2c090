package dev.keyhold.bench.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The JDK's ordered concurrent map. */
final class SkipListStore extends MapStore<ConcurrentSkipListMap<String, byte[]>> {
  SkipListStore() {
    super(new ConcurrentSkipListMap<>());
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

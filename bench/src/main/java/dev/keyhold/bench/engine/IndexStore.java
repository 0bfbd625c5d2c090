package dev.keyhold.bench.engine;

import dev.keyhold.internal.index.Cursor;
import dev.keyhold.internal.index.Cut;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.index.OrderedIndex;

/** The index beneath the database, without versions, guards and snapshots: the floor of ours. */
final class IndexStore implements Store {
  private final OrderedIndex<Object> index = new OrderedIndex<>();
  private final Object value = "value";

  @Override
  public void insert(String[] keys) {
    for (String key : keys) {
      put(key, value);
    }
  }

  private void put(String key, Object put) {
    while (true) {
      Entry<Object> entry = index.findOrCreate(key);
      if (entry.replace(entry.version(), put)) {
        return;
      }
    }
  }

  @Override
  public void insertOwn(String[] keys) {
    for (String key : keys) {
      put(key, new byte[Long.BYTES]);
    }
  }

  @Override
  public int get(String[] keys) {
    int found = 0;
    for (String key : keys) {
      Entry<Object> entry = index.find(key);
      found += entry == null || entry.version() == null ? 0 : 1;
    }
    return found;
  }

  @Override
  public int scan(KeyPool.Stretches stretches) {
    int met = 0;
    for (String from : stretches.from()) {
      Cursor<Object> cursor = index.ascending(Cut.before(from), null);
      int left = stretches.length();
      for (Entry<Object> each = cursor.next(); each != null && left > 0; each = cursor.next()) {
        met += each.version() == null ? 0 : 1;
        left--;
      }
    }
    return met;
  }
}

package dev.keyhold.bench.engine;

import java.nio.charset.StandardCharsets;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/** H2's store in memory, one of its maps, without transactions. */
final class MvMapStore implements Store {
  private final MVMap<String, byte[]> map =
      new MVStore.Builder()
          .autoCommitDisabled()
          .open()
          .openMap(
              "map",
              new MVMap.Builder<String, byte[]>()
                  .keyType(StringDataType.INSTANCE)
                  .valueType(ByteArrayDataType.INSTANCE));

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
      Cursor<String, byte[]> cursor = map.cursor(from);
      for (int left = stretches.length(); left > 0 && cursor.hasNext(); left--) {
        cursor.next();
        met += cursor.getValue() == null ? 0 : 1;
      }
    }
    return met;
  }
}

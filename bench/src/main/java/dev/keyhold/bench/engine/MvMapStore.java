package dev.keyhold.bench.engine;

import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/** H2's store in memory, one of its maps, without transactions. */
final class MvMapStore extends MapStore<MVMap<String, byte[]>> {
  MvMapStore() {
    super(
        new MVStore.Builder()
            .autoCommitDisabled()
            .open()
            .openMap(
                "map",
                new MVMap.Builder<String, byte[]>()
                    .keyType(StringDataType.INSTANCE)
                    .valueType(ByteArrayDataType.INSTANCE)));
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

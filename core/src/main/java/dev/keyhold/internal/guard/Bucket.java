package dev.keyhold.internal.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a slot for whose keys somebody waits, or more than one is held: the lanes of those
 * keys. Guarded by the latch.
 */
final class Bucket {
  /** As many are looked through one by one; for more there is a map. */
  private static final int LISTED_MAX = 8;

  final int slot;
  private final List<Lane> lanes = new ArrayList<>(2);

  /** The same by key, where they are many. */
  private @Nullable Map<Key, Lane> byKey;

  /** A key as a key of a map. */
  private static final class Key {
    private final byte[] bytes;
    private final int hash;

    Key(byte[] bytes, int hash) {
      this.bytes = bytes;
      this.hash = hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  Bucket(int slot) {
    this.slot = slot;
  }

  List<Lane> lanes() {
    return lanes;
  }

  @Nullable Lane find(byte[] key, int hash) {
    if (byKey != null) {
      return byKey.get(new Key(key, hash));
    }
    for (Lane lane : lanes) {
      if (lane.hash == hash && Arrays.equals(lane.key, key)) {
        return lane;
      }
    }
    return null;
  }

  void add(Lane lane) {
    lanes.add(lane);
    if (byKey != null) {
      byKey.put(new Key(lane.key, lane.hash), lane);
    } else if (lanes.size() > LISTED_MAX) {
      Map<Key, Lane> map = new HashMap<>();
      lanes.forEach(each -> map.put(new Key(each.key, each.hash), each));
      byKey = map;
    }
  }

  void remove(Lane lane) {
    lanes.remove(lane);
    if (byKey != null) {
      byKey.remove(new Key(lane.key, lane.hash));
    }
  }

  boolean isEmpty() {
    return lanes.isEmpty();
  }
}

package dev.keyhold.bench.engine;

import dev.keyhold.internal.index.Cursor;
import dev.keyhold.internal.index.Cut;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.index.OrderedIndex;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Ours and its peers, behind what they have in common. */
enum MapKind {
  INDEX {
    @Override
    Contender make() {
      return new IndexContender();
    }
  },
  /** Ordered by {@link String#compareTo}: what it is used with. */
  SKIP_LIST_MAP {
    @Override
    Contender make() {
      return new MapContender(new ConcurrentSkipListMap<>());
    }
  },
  HASH_MAP {
    @Override
    Contender make() {
      return new MapContender(new ConcurrentHashMap<>());
    }
  };

  abstract Contender make();

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A map from keys to values. */
  interface Contender {
    @Nullable Object get(String key);

    void put(String key, Object value);

    /** Looks at so many entries from a key on; how many there were. */
    int scan(String from, int entries);
  }

  private static final class IndexContender implements Contender {
    private final OrderedIndex<Object> index = new OrderedIndex<>();

    @Override
    public @Nullable Object get(String key) {
      Entry<Object> entry = index.find(key);
      return entry == null ? null : entry.version();
    }

    @Override
    public void put(String key, Object value) {
      while (true) {
        Entry<Object> entry = index.findOrCreate(key);
        if (entry.replace(entry.version(), value)) {
          return;
        }
      }
    }

    @Override
    public int scan(String from, int entries) {
      Cursor<Object> cursor = index.ascending(Cut.before(from), null);
      int met = 0;
      Entry<Object> entry = cursor.next();
      while (entry != null && met < entries) {
        met += entry.version() == null ? 0 : 1;
        entry = cursor.next();
      }
      return met;
    }
  }

  private record MapContender(Map<String, Object> map) implements Contender {
    @Override
    public @Nullable Object get(String key) {
      return map.get(key);
    }

    @Override
    public void put(String key, Object value) {
      map.put(key, value);
    }

    @Override
    public int scan(String from, int entries) {
      int met = 0;
      if (map instanceof ConcurrentSkipListMap<String, Object> ordered) {
        for (Map.Entry<String, Object> entry : ordered.tailMap(from, true).entrySet()) {
          met += entry.getValue() == null ? 0 : 1;
          if (met == entries) {
            break;
          }
        }
      }
      return met;
    }
  }
}

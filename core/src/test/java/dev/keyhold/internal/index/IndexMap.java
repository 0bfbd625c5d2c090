package dev.keyhold.internal.index;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map as the rooms above build it: values by the protocol that {@link OrderedIndex} describes.
 */
final class IndexMap {
  final OrderedIndex<Object> index = new OrderedIndex<>();

  @Nullable Object get(String key) {
    Entry<Object> entry = index.find(key);
    return entry == null ? null : entry.version();
  }

  @Nullable Object put(String key, Object value) {
    while (true) {
      Entry<Object> entry = index.findOrCreate(key);
      Object before = entry.version();
      if (entry.replace(before, value)) {
        return before;
      }
    }
  }

  @Nullable Object putIfAbsent(String key, Object value) {
    while (true) {
      Entry<Object> entry = index.findOrCreate(key);
      Object before = entry.version();
      if (before != null) {
        return before;
      }
      if (entry.replace(null, value)) {
        return null;
      }
    }
  }

  @Nullable Object remove(String key) {
    while (true) {
      Entry<Object> entry = index.find(key);
      Object before = entry == null ? null : entry.version();
      if (entry == null || before == null) {
        return null;
      }
      if (index.remove(entry, before)) {
        return before;
      }
    }
  }

  /** What a walk meets that has a value, as "key=value". */
  static List<String> met(Cursor<Object> cursor) {
    List<String> met = new ArrayList<>();
    for (Entry<Object> entry = cursor.next(); entry != null; entry = cursor.next()) {
      Object value = entry.version();
      if (value != null) {
        met.add(entry.keyText() + "=" + value);
      }
    }
    return met;
  }
}

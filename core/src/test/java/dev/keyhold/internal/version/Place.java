package dev.keyhold.internal.version;

import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.index.OrderedIndex;
import dev.keyhold.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An entry with a lock that is the key's. */
final class Place {
  final Entry<Version> entry;
  final ReentrantLock lock = new ReentrantLock();

  Place(OrderedIndex<Version> index, String key) {
    entry = index.findOrCreate(key);
  }

  /** The version that puts a value here; null: takes it away. */
  Version next(@Nullable Long value) {
    Version old = entry.version();
    if (value == null) {
      return Version.removal();
    }
    return old == null || old.isRemoval()
        ? Version.first(Json.of(value), Version.NEVER)
        : Version.after(old, Json.of(value), Version.NEVER);
  }

  /** All that is linked, the newest first. */
  List<Version> chain() {
    List<Version> all = new ArrayList<>();
    for (Version each = entry.version(); each != null; each = each.before()) {
      all.add(each);
    }
    return all;
  }

  static @Nullable Long valueOf(@Nullable Version version) {
    return version == null || version.value() == null ? null : version.value().asLong();
  }
}

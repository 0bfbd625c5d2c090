package dev.keyhold.internal.version;

import dev.keyhold.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An entry with nothing around it; its lock is the key's. */
final class Place extends ReentrantLock implements Versioned {
  private static final long serialVersionUID = 1L;

  private transient volatile @Nullable Version head;

  @Override
  public @Nullable Version head() {
    return head;
  }

  @Override
  public void head(Version next) {
    head = next;
  }

  @Override
  public int keyBytes() {
    return 1;
  }

  /** The version that puts a value here; null: takes it away. */
  Version next(@Nullable Long value) {
    Version old = head;
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
    for (Version each = head; each != null; each = each.before()) {
      all.add(each);
    }
    return all;
  }

  static @Nullable Long valueOf(@Nullable Version version) {
    return version == null || version.value() == null ? null : version.value().asLong();
  }
}

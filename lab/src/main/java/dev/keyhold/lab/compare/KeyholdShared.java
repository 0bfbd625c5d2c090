package dev.keyhold.lab.compare;

import dev.keyhold.KeyGuard;
import dev.keyhold.KeyRange;
import dev.keyhold.Keyhold;
import dev.keyhold.Snapshot;
import dev.keyhold.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The shared database: no lock around it, a guard on the key that a task is at. */
final class KeyholdShared implements Shared, AutoCloseable {
  private final Keyhold database = Keyhold.inMemory();
  private final boolean readsSnapshots;

  /**
   * @param content which is copied
   * @param readsSnapshots readers read a snapshot each, instead of having a guard for reading
   */
  KeyholdShared(Data content, boolean readsSnapshots) {
    this.readsSnapshots = readsSnapshots;
    Map<String, Json> entries = new HashMap<>();
    content.forEach(entries::put);
    database.insertAll(entries.entrySet().stream());
  }

  @Override
  public <R extends @Nullable Object> R locked(Section<R> section) throws InterruptedException {
    try (KeyGuard guard = database.lock(KeyRange.all())) {
      R result = section.run(new GuardData(guard));
      guard.commit();
      return result;
    }
  }

  @Override
  public <R extends @Nullable Object> R write(String key, Section<R> section)
      throws InterruptedException {
    try (KeyGuard guard = database.lock(key)) {
      R result = section.run(new GuardData(guard));
      guard.commit();
      return result;
    }
  }

  @Override
  public <R extends @Nullable Object> R read(String key, Section<R> section)
      throws InterruptedException {
    if (readsSnapshots) {
      try (Snapshot snapshot = database.snapshot()) {
        return section.run(new SnapshotData(snapshot));
      }
    }
    try (KeyGuard guard = database.lockShared(key)) {
      return section.run(new GuardData(guard));
    }
  }

  @Override
  public void close() {
    database.close();
  }

  /** What a guard covers. */
  private record GuardData(KeyGuard guard) implements Data {
    @Override
    public Json get(String key) {
      return guard.get(key).orElseThrow();
    }

    @Override
    public void insert(String key, Json value) {
      guard.insert(key, value);
    }

    @Override
    public void forEach(BiConsumer<String, Json> action) {
      guard.scan(KeyRange.all()).forEach(entry -> action.accept(entry.key(), entry.value()));
    }
  }

  /** What a snapshot sees. */
  private record SnapshotData(Snapshot snapshot) implements Data {
    @Override
    public Json get(String key) {
      return snapshot.get(key).orElseThrow();
    }

    @Override
    public void insert(String key, Json value) {
      throw new IllegalStateException("a section that reads has written");
    }

    @Override
    public void forEach(BiConsumer<String, Json> action) {
      snapshot.scan(KeyRange.all()).forEach(entry -> action.accept(entry.key(), entry.value()));
    }
  }
}

package dev.keyhold;

import dev.keyhold.error.ClosedException;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.version.Pin;
import dev.keyhold.internal.version.Version;
import dev.keyhold.json.Json;
import java.lang.ref.Cleaner;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A snapshot of the database in this process. */
final class EmbeddedSnapshot implements Snapshot {
  private final Engine engine;
  private final Pin pin;
  private final Cleaner.Cleanable forgotten;
  private volatile boolean closed;

  EmbeddedSnapshot(Engine engine, Pin pin) {
    this.engine = engine;
    this.pin = pin;
    Observed observed = engine.observed;
    this.forgotten = Engine.CLEANER.register(this, () -> observed.forgotten(pin));
  }

  @Override
  public long revision() {
    return pin.revision();
  }

  @Override
  public Optional<Json> get(String key) {
    Version found = of(key);
    return found == null ? Optional.empty() : Optional.ofNullable(found.value());
  }

  @Override
  public Optional<Keyhold.Entry> entry(String key) {
    return Engine.entry(key, of(key));
  }

  private @Nullable Version of(String key) {
    requireOpen();
    Entry<Version> entry = engine.find(key);
    Version found = entry == null ? null : pin.of(entry);
    requireOpen(); // what was read of a snapshot that was being closed may be anything
    return found;
  }

  @Override
  public Scan<Keyhold.Entry> scan(KeyRange range) {
    requireOpen();
    return Scan.of(range, this::walk);
  }

  private Walk walk(KeyRange range, boolean down) {
    requireOpen();
    return new Walk(engine.index, pin, range, down, this::requireOpen);
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedException(
          "the snapshot of revision %,d has been closed; open another one"
              .formatted(pin.revision()));
    }
  }

  @Override
  public void close() {
    closed = true;
    pin.close();
    forgotten.clean();
  }
}

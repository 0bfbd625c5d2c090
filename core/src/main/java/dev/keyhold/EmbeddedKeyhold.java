package dev.keyhold;

import dev.keyhold.internal.version.Version;
import dev.keyhold.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The database in this process. */
final class EmbeddedKeyhold implements Keyhold {
  final Engine engine;
  private final Transactor transactor;

  EmbeddedKeyhold(KeyholdBuilder settings) {
    engine = new Engine(settings);
    transactor = new Transactor(engine);
  }

  // ── reads ──────────────────────────────────────────────────────────────────────────────────

  @Override
  public Optional<Json> get(String key) {
    engine.requireOpen();
    return value(engine.current(key));
  }

  private static Optional<Json> value(@Nullable Version version) {
    return version == null ? Optional.empty() : Optional.ofNullable(version.value());
  }

  @Override
  public Optional<Entry> entry(String key) {
    engine.requireOpen();
    return Engine.entry(key, engine.current(key));
  }

  @Override
  public long size() {
    engine.requireOpen();
    return engine.size();
  }

  @Override
  public long revision() {
    engine.requireOpen();
    return engine.timeline.last();
  }

  @Override
  public Scan<Entry> scan(KeyRange range) {
    engine.requireOpen();
    return Scan.of(range, engine::walk);
  }

  @Override
  public Snapshot snapshot() {
    engine.requireOpen();
    return new EmbeddedSnapshot(engine, engine.timeline.snapshotToFollow(engine.clock.millis()));
  }

  @Override
  public WatchRequest watching(KeyRange range) {
    engine.requireOpen();
    return new EmbeddedWatchRequest(engine.watches, range);
  }

  // ── writes ─────────────────────────────────────────────────────────────────────────────────

  @Override
  public Optional<Json> insert(String key, @Nullable Object value) {
    return value(engine.put(key, value, Engine.ANY));
  }

  @Override
  public Optional<Json> insert(String key, @Nullable Object value, Duration lifetime) {
    return value(engine.put(key, value, Engine.ANY, Lifetime.ofPositive(lifetime)));
  }

  @Override
  public boolean insertIfAbsent(String key, @Nullable Object value) {
    return engine.put(key, value, 0) != Engine.REFUSED;
  }

  @Override
  public boolean insertIf(String key, @Nullable Object value, long revision) {
    requireRevision(revision);
    return engine.put(key, value, revision) != Engine.REFUSED;
  }

  @Override
  public boolean replace(String key, @Nullable Object value) {
    return engine.put(key, value, Engine.PRESENT) != Engine.REFUSED;
  }

  @Override
  public Optional<Json> remove(String key) {
    return value(engine.remove(key, Engine.ANY));
  }

  @Override
  public boolean removeIf(String key, long revision) {
    requireRevision(revision);
    return engine.remove(key, revision) != null;
  }

  private static void requireRevision(long revision) {
    if (revision < 0) {
      throw new IllegalArgumentException(
          "revision is %,d; revisions begin with 1, and 0 stands for no value".formatted(revision));
    }
  }

  @Override
  public Optional<Json> update(String key, UnaryOperator<Json> change) {
    engine.requireOpen();
    Objects.requireNonNull(change, "change");
    if (engine.find(key) == null) {
      return Optional.empty();
    }
    try (KeyGuard guard = EmbeddedKeyLock.lockUninterruptibly(engine, key)) {
      Optional<Json> made = guard.update(key, change);
      if (made.isPresent()) {
        guard.commit();
      }
      return made;
    }
  }

  // ── expiry ─────────────────────────────────────────────────────────────────────────────────

  @Override
  public boolean expire(String key, Duration lifetime) {
    return engine.expire(key, Lifetime.of(lifetime));
  }

  @Override
  public boolean expireAt(String key, Instant expiry) {
    return engine.expire(key, Lifetime.until(expiry));
  }

  @Override
  public boolean persist(String key) {
    return engine.expire(key, Lifetime.NONE);
  }

  // ── guards ─────────────────────────────────────────────────────────────────────────────────

  /** A few keys are what most guards are on, and have a shorter way. */
  @Override
  public KeyGuard lock(String... keys) throws InterruptedException {
    engine.requireOpen();
    return keys.length <= Touched.FIRST_MAX
        ? EmbeddedKeyLock.lock(engine, keys)
        : guards().exclusive(List.of(keys)).lock();
  }

  @Override
  public GuardRequest guards() {
    engine.requireOpen();
    return new EmbeddedRequest(engine);
  }

  @Override
  public <R extends @Nullable Object, X extends Throwable> R transact(
      TransactionFunction<? super Transaction, ? extends R, X> code)
      throws X, InterruptedException {
    return transactor.run(code);
  }

  // ── the database ───────────────────────────────────────────────────────────────────────────

  @Override
  public MemoryAccount memory() {
    engine.requireOpen();
    return engine.memory();
  }

  @Override
  public String name() {
    return engine.name;
  }

  @Override
  public KeyholdReport report() {
    return engine.observed.report();
  }

  @Override
  public KeyholdStatistics statistics() {
    return engine.observed.statistics();
  }

  @Override
  public Duration waitMax() {
    return engine.waitMax;
  }

  @Override
  public void close() {
    engine.close();
  }

  @Override
  public String toString() {
    return "Keyhold '%s' of %,d".formatted(engine.name, engine.size());
  }
}

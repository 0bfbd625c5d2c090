package dev.keyhold;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.GuardCoverageException;
import dev.keyhold.internal.guard.Claim;
import dev.keyhold.internal.index.Cursor;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.text.CodePoints;
import dev.keyhold.internal.text.Utf8;
import dev.keyhold.internal.version.Timeline;
import dev.keyhold.internal.version.Version;
import dev.keyhold.internal.version.Write;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A guard on keys of the database in this process. */
final class EmbeddedGuard implements KeyGuard {
  /*
   * Writes wait in a map of their own until they are committed. What the guard covers cannot change
   * under it but by expiring, so a read is the map's value, or what is committed; it needs no
   * snapshot.
   *
   * A commit takes one time for all it does. First goes what has expired of the keys it writes, as a
   * commit of its own; then the writes, of which those whose moment has come are removals.
   */
  private final Engine engine;
  private final Claim claim;
  private final List<KeyRange> ranges;
  private final NavigableMap<String, Pending> writes = new TreeMap<>(CodePoints.ORDER);

  /** Of keys and values in the map, as text. */
  private long textBytes;

  private static final AtomicLongFieldUpdater<EmbeddedGuard> HEAP_BYTES =
      AtomicLongFieldUpdater.newUpdater(EmbeddedGuard.class, "heapBytes");

  /** What the writes take, as the engine counts it; whoever closes the guard gives it back. */
  private volatile long heapBytes;

  private volatile boolean closed;

  EmbeddedGuard(Engine engine, Claim claim, List<KeyRange> ranges) {
    this.engine = engine;
    this.claim = claim;
    this.ranges = List.copyOf(ranges);
  }

  // ── reads ──────────────────────────────────────────────────────────────────────────────────

  @Override
  public Optional<Json> get(String key) {
    requireOpen();
    requireCovered(Keys.require(key));
    Pending seen = seen(key);
    return seen == null ? Optional.empty() : Optional.ofNullable(seen.value());
  }

  /** What this guard sees under a key that it covers; null: nothing. */
  private @Nullable Pending seen(String key) {
    Pending own = writes.get(key);
    if (own != null) {
      return own.isNothing(engine.clock.millis()) ? null : own;
    }
    Version found = engine.current(key);
    return found == null || found.isRemoval()
        ? null
        : new Pending(found.value(), Lifetime.of(found));
  }

  @Override
  public boolean isExclusive(String key) {
    return claim.covers(Utf8.encode(Keys.require(key))) == Mode.EXCLUSIVE;
  }

  private Mode requireCovered(String key) {
    Mode mode = claim.covers(Utf8.encode(key));
    if (mode == null) {
      throw new GuardCoverageException(
          "the guard does not cover %s but %s; take it on all that is needed, in one request"
              .formatted(Shown.key(key, Shown.CHARS_MAX), claim.target()));
    }
    return mode;
  }

  @Override
  public Scan<Keyhold.Entry> scan(KeyRange range) {
    requireOpen();
    requireCovered(range);
    return Scan.of(range, this::walk);
  }

  private void requireCovered(KeyRange range) {
    if (!range.isEmpty() && ranges.stream().noneMatch(each -> contains(each, range))) {
      throw new GuardCoverageException(
          "the guard does not cover all of %s but %s; take it on that range"
              .formatted(range, claim.target()));
    }
  }

  private static boolean contains(KeyRange outer, KeyRange inner) {
    if (CodePoints.compare(outer.fromInclusive(), inner.fromInclusive()) > 0) {
      return false;
    }
    Optional<String> end = outer.toExclusive();
    return end.isEmpty()
        || inner.toExclusive().filter(to -> CodePoints.compare(to, end.get()) <= 0).isPresent();
  }

  /** All of the range at once: what the guard covers does not change, but its own writes do. */
  private Iterator<Keyhold.Entry> walk(KeyRange range, boolean down) {
    requireOpen();
    long now = engine.clock.millis();
    NavigableMap<String, Keyhold.Entry> found = new TreeMap<>(CodePoints.ORDER);
    if (!range.isEmpty()) {
      Cursor<Version> cursor = Walk.cursor(engine.index, range, false);
      for (Entry<Version> entry = cursor.next(); entry != null; entry = cursor.next()) {
        String key = entry.keyText();
        Engine.entry(key, engine.timeline.current(entry))
            .filter(each -> !isOver(each, now))
            .ifPresent(each -> found.put(key, each));
      }
      writes.forEach((key, value) -> {
        if (range.contains(key)) {
          overlay(found, key, value, now);
        }
      });
    }
    return (down ? found.descendingMap() : found).values().iterator();
  }

  private static boolean isOver(Keyhold.Entry entry, long nowMillis) {
    return entry.expiry().isPresent() && entry.expiry().get().toEpochMilli() <= nowMillis;
  }

  private static void overlay(
      Map<String, Keyhold.Entry> found, String key, Pending write, long nowMillis) {
    Json value = write.value();
    if (value == null || write.isNothing(nowMillis)) {
      found.remove(key);
      return;
    }
    Keyhold.Entry old = found.get(key);
    found.put(
        key,
        new Keyhold.Entry(
            key,
            value,
            old == null ? 0 : old.revision(),
            old == null ? 0 : old.createdRevision(),
            Engine.expiry(write.lifetime().expiryMillis(nowMillis))));
  }

  // ── writes ─────────────────────────────────────────────────────────────────────────────────

  @Override
  public Optional<Json> insert(String key, @Nullable Object value) {
    return write(key, new Pending(Json.of(value), Lifetime.NONE));
  }

  @Override
  public Optional<Json> insert(String key, @Nullable Object value, Duration lifetime) {
    return write(key, new Pending(Json.of(value), Lifetime.ofPositive(lifetime)));
  }

  @Override
  public Optional<Json> remove(String key) {
    return write(key, Pending.REMOVAL);
  }

  @Override
  public Optional<Json> update(String key, UnaryOperator<Json> change) {
    requireWritable(key);
    Pending old = seen(key);
    if (old == null || old.value() == null) {
      return Optional.empty();
    }
    Json made = change.apply(old.value());
    if (made == null) {
      throw new NullPointerException(
          "the update of %s made null of the value; make Json.NULL, or remove the key under a guard"
              .formatted(Shown.key(key, Shown.CHARS_MAX)));
    }
    write(key, new Pending(made, old.lifetime()));
    return Optional.of(made);
  }

  @Override
  public boolean expire(String key, Duration lifetime) {
    return write(key, Lifetime.of(lifetime));
  }

  @Override
  public boolean expireAt(String key, Instant expiry) {
    return write(key, Lifetime.until(expiry));
  }

  @Override
  public boolean persist(String key) {
    return write(key, Lifetime.NONE);
  }

  private boolean write(String key, Lifetime lifetime) {
    requireWritable(key);
    Pending old = seen(key);
    if (old == null || (lifetime == Lifetime.NONE && old.lifetime().equals(Lifetime.NONE))) {
      return false;
    }
    boolean over = lifetime.isOver(engine.clock.millis());
    write(key, over ? Pending.REMOVAL : new Pending(old.value(), lifetime));
    return true;
  }

  private Optional<Json> write(String key, Pending write) {
    requireWritable(key);
    Pending old = seen(key);
    Pending own = writes.get(key);
    if (write.value() != null) {
      Keys.requireValue(write.value());
    }
    long text = write.textBytes(key) - (own == null ? 0 : own.textBytes(key));
    engine.budget().requireWrites(writes.size() + (own == null ? 1L : 0));
    if (text > 0) {
      engine.budget().requireCommit(textBytes + text);
    }
    writes.put(key, write);
    textBytes += text;
    takes(write.heapBytes(key) - (own == null ? 0 : own.heapBytes(key)));
    return old == null ? Optional.empty() : Optional.ofNullable(old.value());
  }

  private void requireWritable(String key) {
    requireOpen();
    if (requireCovered(Keys.require(key)) != Mode.EXCLUSIVE) {
      throw new GuardCoverageException(
          "the guard covers %s for reading only; take it exclusively to write"
              .formatted(Shown.key(key, Shown.CHARS_MAX)));
    }
  }

  /** Counts heap that the writes take from now, or give back. */
  private void takes(long moreBytes) {
    HEAP_BYTES.addAndGet(this, moreBytes);
    engine.pendingBytes.add(moreBytes);
  }

  /** What the writes took is not counted any more. */
  private long gaveBack() {
    long bytes = heapBytes == 0 ? 0 : HEAP_BYTES.getAndSet(this, 0);
    if (bytes != 0) {
      engine.pendingBytes.add(-bytes);
    }
    return bytes;
  }

  @Override
  public long commit() {
    requireOpen();
    while (true) {
      engine.requireOpen();
      List<Write> all = new ArrayList<>(writes.size());
      long added;
      long removals = engine.sweeper.removals();
      long revision = Timeline.DEAD;
      long bytes = gaveBack(); // what is committed is not counted twice
      try {
        long now = engine.clock.millis();
        removeExpired(now);
        added = collect(all, now);
        revision = all.isEmpty() ? engine.timeline.last() : engine.timeline.commit(all);
      } finally {
        if (revision == Timeline.DEAD || revision == Timeline.FULL) {
          takes(bytes);
        }
        all.forEach(each -> engine.tidy(each.entry()));
      }
      if (revision == Timeline.FULL) {
        engine.budget().makeRoom(added, removals);
      } else if (revision != Timeline.DEAD) {
        all.forEach(each -> engine.sweeper.committed(each.next()));
        writes.clear();
        textBytes = 0;
        return revision;
      }
    }
  }

  /** What has expired of that which is written ends before it begins anew. */
  private void removeExpired(long nowMillis) {
    if (engine.timeline.expiries().isIdle()) {
      return;
    }
    List<Write> ends = new ArrayList<>();
    for (String key : writes.keySet()) {
      Entry<Version> entry = engine.index.find(key);
      Version old = entry == null ? null : entry.version();
      if (entry != null && old != null && old.isPassing() && !old.isVisible(nowMillis)) {
        ends.add(new Write(entry, Version.expired()));
      }
    }
    if (!ends.isEmpty()) {
      engine.timeline.commit(ends);
      ends.forEach(each -> engine.tidy(each.entry()));
    }
  }

  /** The versions to commit; returns how many keys they add, less those they take. */
  private long collect(List<Write> all, long nowMillis) {
    long added = 0;
    for (Map.Entry<String, Pending> each : writes.entrySet()) {
      Pending write = each.getValue();
      Json value = write.isNothing(nowMillis) ? null : write.value();
      Entry<Version> entry =
          value == null
              ? engine.index.find(each.getKey())
              : engine.index.findOrCreate(each.getKey());
      Version old = entry == null ? null : entry.version();
      boolean live = Engine.isLive(old);
      if (entry != null && value != null) {
        long expiry = write.lifetime().expiryMillis(nowMillis);
        all.add(new Write(entry, Engine.next(old, value, expiry)));
        added += live ? 0 : 1;
      } else if (entry != null && live) {
        all.add(new Write(entry, Version.removal()));
        added--;
      }
    }
    return added;
  }

  // ── the hold ───────────────────────────────────────────────────────────────────────────────

  @Override
  public void downgrade() {
    requireOpen();
    if (!writes.isEmpty()) {
      throw new IllegalStateException(
          "%,d writes are not committed; commit before giving up the right to write"
              .formatted(writes.size()));
    }
    engine.table.downgrade(claim);
  }

  private void requireOpen() {
    if (closed) {
      throw new GuardClosedException(
          "the guard of %s has been closed; take another one".formatted(claim.target()));
    }
    claim.used();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    claim.release();
    gaveBack();
    engine.sweeper.guardClosed();
  }

  @Override
  public String toString() {
    return "guard of " + claim.target() + (closed ? " (closed)" : "");
  }
}

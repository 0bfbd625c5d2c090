package dev.keyhold;

import dev.keyhold.Touched.Place;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.GuardCoverageException;
import dev.keyhold.internal.guard.Claim;
import dev.keyhold.internal.index.Entry;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A guard on keys of the database in this process. */
final class EmbeddedGuard implements KeyGuard {
  /*
   * Writes wait beside the database until they are committed. What the guard covers cannot change
   * under it but by expiring, so a read is what is written there, or what is committed; it needs no
   * snapshot. And what it has found out of a key stays so: see Touched.
   *
   * A commit takes one time for all it does. First goes what has expired of the keys it writes, as a
   * commit of its own; then the writes, of which those whose moment has come are removals.
   */
  private final Engine engine;
  private final Claim claim;
  private final List<KeyRange> ranges;
  private final Touched touched;

  /** Of keys and values that are written, as text. */
  private long textBytes;

  private static final AtomicLongFieldUpdater<EmbeddedGuard> HEAP_BYTES =
      AtomicLongFieldUpdater.newUpdater(EmbeddedGuard.class, "heapBytes");

  /** What the writes take, as the engine counts it; whoever closes the guard gives it back. */
  private volatile long heapBytes;

  private static final int OPEN = 0;

  /** A commit is under way: nobody releases what it needs. */
  private static final int COMMITTING = 1;

  /** The same, and whoever commits is to close. */
  private static final int CLOSING = 2;

  private static final int CLOSED = 3;

  private static final AtomicIntegerFieldUpdater<EmbeddedGuard> STATE =
      AtomicIntegerFieldUpdater.newUpdater(EmbeddedGuard.class, "state");

  private volatile int state;

  EmbeddedGuard(Engine engine, Claim claim, List<KeyRange> ranges) {
    this(engine, claim, ranges, new Touched());
  }

  /**
   * A guard that has been granted.
   *
   * @param touched what is known beforehand of keys that the claim covers
   */
  EmbeddedGuard(Engine engine, Claim claim, List<KeyRange> ranges, Touched touched) {
    this.engine = engine;
    this.claim = claim;
    this.ranges = List.copyOf(ranges);
    this.touched = touched;
  }

  // ── reads ──────────────────────────────────────────────────────────────────────────────────

  @Override
  public Optional<Json> get(String key) {
    requireOpen();
    Pending seen = seen(place(key));
    return seen == null ? Optional.empty() : Optional.ofNullable(seen.value());
  }

  /** What is known of a key that the guard covers. */
  private Place place(String key) {
    Place known = key == null ? null : touched.find(key);
    return known == null
        ? touched.add(key, requireCovered(Keys.require(key)), engine.index.find(key))
        : known;
  }

  /** What this guard sees under a key; null: nothing. */
  private @Nullable Pending seen(Place place) {
    Pending own = place.write();
    if (own != null) {
      return own.isNothing(engine.clock.millis()) ? null : own;
    }
    Entry<Version> entry = entry(place);
    Version found = entry == null ? null : engine.current(entry);
    return found == null || found.isRemoval()
        ? null
        : new Pending(found.value(), Lifetime.of(found));
  }

  private @Nullable Entry<Version> entry(Place place) {
    Entry<Version> entry = place.entry();
    if (entry == null) {
      entry = engine.index.find(place.key);
      place.found(entry);
    }
    return entry;
  }

  /** The entry to write to; a new one if there is none. */
  private Entry<Version> entryToWrite(Place place) {
    Entry<Version> entry = place.entry();
    if (entry == null) {
      entry = engine.index.findOrCreate(place.key);
      place.found(entry);
    }
    return entry;
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
    if (!range.isEmpty() && ranges.stream().noneMatch(each -> each.containsAll(range))) {
      throw new GuardCoverageException(
          "the guard does not cover all of %s but %s; take it on that range"
              .formatted(range, claim.target()));
    }
  }

  private Iterator<Keyhold.Entry> walk(KeyRange range, boolean down) {
    requireOpen();
    return GuardedWalk.of(engine, touched, range, down);
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
    Place place = placeToWrite(key);
    Pending old = seen(place);
    if (old == null || old.value() == null) {
      return Optional.empty();
    }
    Json made = change.apply(old.value());
    if (made == null) {
      throw new NullPointerException(
          "the update of %s made null of the value; make Json.NULL, or remove the key under a guard"
              .formatted(Shown.key(key, Shown.CHARS_MAX)));
    }
    write(key, new Pending(made, old.lifetime())); // looked at anew: that code may have used this
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
    Place place = placeToWrite(key);
    Pending old = seen(place);
    if (old == null || (lifetime == Lifetime.NONE && old.lifetime().equals(Lifetime.NONE))) {
      return false;
    }
    boolean over = lifetime.isOver(engine.clock.millis());
    write(place, over ? Pending.REMOVAL : new Pending(old.value(), lifetime));
    return true;
  }

  private Optional<Json> write(String key, Pending write) {
    return write(placeToWrite(key), write);
  }

  private Optional<Json> write(Place place, Pending write) {
    Pending old = seen(place);
    Pending own = place.write();
    if (write.value() != null) {
      Keys.requireValue(write.value());
    }
    long text = write.textBytes(place.key) - (own == null ? 0 : own.textBytes(place.key));
    engine.budget().requireWrites(touched.written() + (own == null ? 1L : 0));
    if (text > 0) {
      engine.budget().requireCommit(textBytes + text);
    }
    touched.write(place, write);
    textBytes += text;
    takes(write.heapBytes(place.key) - (own == null ? 0 : own.heapBytes(place.key)));
    return old == null ? Optional.empty() : Optional.ofNullable(old.value());
  }

  private Place placeToWrite(String key) {
    requireOpen();
    Place place = place(key);
    if (place.mode != Mode.EXCLUSIVE) {
      throw new GuardCoverageException(
          "the guard covers %s for reading only; take it exclusively to write"
              .formatted(Shown.key(key, Shown.CHARS_MAX)));
    }
    return place;
  }

  /** Counts heap that the writes take from now, or give back. */
  private void takes(long moreBytes) {
    HEAP_BYTES.addAndGet(this, moreBytes);
    engine.pendingBytes.add(moreBytes);
    if (state == CLOSED) {
      gaveBack(); // closed meanwhile, and nobody else will
    }
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
    if (!STATE.compareAndSet(this, OPEN, COMMITTING)) {
      requireOpen();
      throw new IllegalStateException(
          "the guard of %s is being committed by another thread; one task uses a guard"
              .formatted(claim.target()));
    }
    try {
      return commitAll();
    } finally {
      if (!STATE.compareAndSet(this, COMMITTING, OPEN)) {
        state = CLOSED;
        release();
      }
    }
  }

  /** Instead of a revision: there was nothing to commit. */
  private static final long NOTHING = Long.MAX_VALUE;

  private long commitAll() {
    while (true) {
      engine.requireOpen();
      List<Write> all = new ArrayList<>(touched.written());
      long added;
      long removals = engine.sweeper.removals();
      long revision = Timeline.DEAD;
      long bytes = gaveBack(); // what is committed is not counted twice
      try {
        long now = engine.clock.millis();
        removeExpired(now);
        added = collect(all, now);
        revision = all.isEmpty() ? NOTHING : commit(all);
      } finally {
        if (revision <= 0) {
          takes(bytes);
        }
        all.forEach(each -> engine.tidy(each.entry()));
      }
      if (revision == Timeline.FULL) {
        engine.budget().makeRoom(added, removals);
      } else if (revision > 0) {
        all.forEach(each -> engine.sweeper.committed(each.next()));
        touched.committed();
        textBytes = 0;
        return revision == NOTHING ? engine.timeline.last() : revision;
      }
    }
  }

  /** What has expired of that which is written ends before it begins anew. */
  private void removeExpired(long nowMillis) {
    if (engine.timeline.expiries().isIdle()) {
      return;
    }
    List<Write> ends = new ArrayList<>();
    for (Place place : touched.writes()) {
      Entry<Version> entry = entry(place);
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

  private long commit(List<Write> all) {
    return all.size() == 1
        ? engine.timeline.commit(all.getFirst().entry(), all.getFirst().next())
        : engine.timeline.commit(all);
  }

  /** The versions to commit; returns how many keys they add, less those they take. */
  private long collect(List<Write> all, long nowMillis) {
    long added = 0;
    for (Place place : touched.writes()) {
      Pending write = place.written();
      Json value = write.isNothing(nowMillis) ? null : write.value();
      Entry<Version> entry = value == null ? entry(place) : entryToWrite(place);
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
    if (touched.written() > 0) {
      throw new IllegalStateException(
          "%,d writes are not committed; commit before giving up the right to write"
              .formatted(touched.written()));
    }
    engine.table.downgrade(claim);
    touched.forget();
  }

  private void requireOpen() {
    if (isClosed()) {
      throw new GuardClosedException(
          "the guard of %s has been closed; take another one".formatted(claim.target()));
    }
    claim.used();
  }

  @Override
  public boolean isClosed() {
    return state >= CLOSING;
  }

  @Override
  public void close() {
    if (STATE.compareAndSet(this, OPEN, CLOSED)) {
      release();
    } else if (!STATE.compareAndSet(this, COMMITTING, CLOSING) && !isClosed()) {
      close(); // a commit has just ended, or begun
    }
  }

  private void release() {
    claim.release();
    forget();
  }

  /** What is not committed is gone; what is held stays as it is. */
  void forget() {
    gaveBack();
    engine.sweeper.guardClosed();
  }

  @Override
  public String toString() {
    return "guard of " + claim.target() + (isClosed() ? " (closed)" : "");
  }
}

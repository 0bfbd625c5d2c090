package dev.keyhold;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.WaitTimeoutException;
import dev.keyhold.internal.guard.GuardTable;
import dev.keyhold.internal.guard.Token;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.index.OrderedIndex;
import dev.keyhold.internal.version.ExpiryClock;
import dev.keyhold.internal.version.History;
import dev.keyhold.internal.version.Pin;
import dev.keyhold.internal.version.Snapshots;
import dev.keyhold.internal.version.Timeline;
import dev.keyhold.internal.version.Version;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.json.Json;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a database in this process consists of, and single operations on it. */
final class Engine {
  /*
   * A single write: find or make the key's entry; hold the key (GuardTable, with the entry as the
   * token); look at what is there; commit a version (Timeline); let go. The entry may have left the
   * index between the first step and the commit, which then says so, and it begins anew. A key that
   * holds nothing and that no snapshot needs is taken out of the index, by whoever sees that first:
   * the remover, or whoever closes the last snapshot.
   *
   * A guard does the same for many keys with a claim in the place of the token.
   *
   * What expires: reads look at the clock, and only for versions that can expire. A write that finds
   * one whose time is over commits its removal first, and then finds nothing; so whoever follows the
   * commits sees the end before the new beginning. All others are the Sweeper's.
   */
  static final Cleaner CLEANER = Cleaner.create();

  final OrderedIndex<Version> index = new OrderedIndex<>();
  final History history;
  final Timeline timeline;
  final GuardTable table;
  final Observed observed = new Observed(this);
  final String name;
  final Duration waitMax;
  final long waitNanosMax;
  final int historyCommitsMax;
  final long historyBytesMax;
  final Watches watches = new Watches(this);
  final ExpiryClock clock;
  final Sweeper sweeper;

  /** What guards have written and not committed. */
  final LongAdder pendingBytes = new LongAdder();

  private final Budget budget;
  private volatile boolean closed;

  Engine(KeyholdBuilder settings) {
    name = settings.name;
    waitMax = settings.waitMax;
    waitNanosMax = nanos(settings.waitMax);
    table = new GuardTable(name);
    budget = new Budget(this, settings);
    historyCommitsMax = settings.historyCommitsMax;
    historyBytesMax = settings.historyBytesMax;
    history = new History(historyCommitsMax, historyBytesMax);
    timeline = new Timeline(history, this::tidy, budget.quota());
    if (settings.historyFromStart) {
      timeline.keepHistory();
    }
    Host host = Host.current();
    clock = new ExpiryClock(host, settings.clock);
    sweeper = new Sweeper(this, host);
  }

  /** For a wait; what is too long to be counted is for ever. */
  static long nanos(Duration time) {
    try {
      return time.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  // ── reads ──────────────────────────────────────────────────────────────────────────────────

  @Nullable Version current(String key) {
    Entry<Version> entry = find(key);
    return entry == null ? null : current(entry);
  }

  /** What an entry holds now; null: nothing, or it has expired. */
  @Nullable Version current(Entry<Version> entry) {
    Version found = timeline.current(entry);
    return found != null && isOver(found) ? null : found;
  }

  boolean isOver(Version version) {
    return version.isPassing() && !version.isVisible(clock.millis());
  }

  long size() {
    return timeline.expiries().isIdle() ? timeline.live() : timeline.visible(clock.millis());
  }

  Pin pin() {
    return timeline.snapshot(clock.millis());
  }

  /** A key that is found is known to be valid. */
  @Nullable Entry<Version> find(String key) {
    Entry<Version> entry = key == null ? null : index.find(key);
    if (entry == null) {
      Keys.require(key);
    }
    return entry;
  }

  static Optional<Keyhold.Entry> entry(String key, @Nullable Version version) {
    return version == null || version.value() == null
        ? Optional.empty()
        : Optional.of(
            new Keyhold.Entry(
                key,
                version.value(),
                version.revision(),
                version.created(),
                expiry(version.expiryMillis())));
  }

  static Optional<Instant> expiry(long millis) {
    return millis == Version.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** A walk with a snapshot of its own, which is closed at its end, or once it is garbage. */
  Walk walk(KeyRange range, boolean down) {
    requireOpen();
    Pin pin = pin();
    Walk walk = new Walk(index, pin, range, down, this::requireOpen);
    walk.atEnd(CLEANER.register(walk, pin::close)::clean);
    return walk;
  }

  // ── single writes ──────────────────────────────────────────────────────────────────────────

  /** For {@link #put}: whatever is there. */
  static final long ANY = -1;

  /** For {@link #put}: something is there. */
  static final long PRESENT = -2;

  /** From {@link #put}: what is there is not what was asked for. */
  static final Version REFUSED = Version.removal();

  /** The same for a value that stays. */
  @Nullable Version put(String key, @Nullable Object value, long expected) {
    return put(key, value, expected, Lifetime.NONE);
  }

  /**
   * Puts a value.
   *
   * @param expected the revision of what is there, 0 for nothing; {@link #ANY}; {@link #PRESENT}
   * @return what was there; null: nothing; {@link #REFUSED}
   */
  @Nullable Version put(String key, @Nullable Object value, long expected, Lifetime lifetime) {
    requireOpen();
    Keys.require(key);
    Json json = Keys.requireValue(Json.of(value));
    budget.requireCommit(key, json);
    while (true) {
      Entry<Version> entry =
          expected == ANY || expected == 0 ? index.findOrCreate(key) : index.find(key);
      if (entry == null) {
        return REFUSED;
      }
      Token token = hold(entry);
      boolean live = false;
      long removals = sweeper.removals();
      long revision;
      try {
        Version old = settled(entry);
        live = isLive(old);
        if (!fits(old, live, expected)) {
          return REFUSED;
        }
        Version next = next(old, json, expiryMillis(lifetime));
        revision = timeline.commit(entry, next);
        if (revision > 0) {
          sweeper.committed(next);
          return old;
        }
      } finally {
        if (!live) {
          tidy(entry);
        }
        table.releasePlain(token);
      }
      if (revision == Timeline.FULL) {
        budget.makeRoom(live ? 0 : 1, removals);
      }
    }
  }

  private long expiryMillis(Lifetime lifetime) {
    return lifetime == Lifetime.NONE ? Version.NEVER : lifetime.expiryMillis(clock.millis());
  }

  /** The newest version of an entry whose key is held; what has expired is removed before. */
  private @Nullable Version settled(Entry<Version> entry) {
    Version old = entry.version();
    if (old == null || !isOver(old)) {
      return old;
    }
    timeline.commit(entry, Version.expired());
    return entry.version();
  }

  private static boolean fits(@Nullable Version old, boolean live, long expected) {
    if (expected == ANY) {
      return true;
    }
    if (old == null || !live) {
      return expected == 0;
    }
    return expected == PRESENT || expected == old.revision();
  }

  static boolean isLive(@Nullable Version version) {
    return version != null && !version.isRemoval();
  }

  static Version next(@Nullable Version old, Json value, long expiryMillis) {
    return old == null || old.isRemoval()
        ? Version.first(value, expiryMillis)
        : Version.after(old, value, expiryMillis);
  }

  /**
   * Sets when what is there expires; removes it if that is now.
   *
   * @param lifetime {@link Lifetime#NONE}: never
   * @return whether there was something; for never: something that would have expired
   */
  boolean expire(String key, Lifetime lifetime) {
    requireOpen();
    while (true) {
      Entry<Version> entry = find(key);
      if (entry == null) {
        return false;
      }
      Token token = hold(entry);
      try {
        Version old = settled(entry);
        if (old == null || old.value() == null) {
          return false;
        }
        if (lifetime == Lifetime.NONE && !old.isPassing()) {
          return false;
        }
        long now = clock.millis();
        Version next =
            lifetime.isOver(now)
                ? Version.removal()
                : Version.after(old, old.value(), lifetime.expiryMillis(now));
        if (timeline.commit(entry, next) > 0) {
          sweeper.committed(next);
          return true;
        }
      } finally {
        tidy(entry);
        table.releasePlain(token);
      }
    }
  }

  /** Removes what is there; null: nothing, or not what was expected. */
  @Nullable Version remove(String key, long expected) {
    requireOpen();
    while (true) {
      Entry<Version> entry = find(key);
      if (entry == null) {
        return null;
      }
      Token token = hold(entry);
      try {
        Version old = settled(entry);
        if (old == null || old.isRemoval() || !fits(old, true, expected)) {
          return null;
        }
        if (timeline.commit(entry, Version.removal()) > 0) {
          return old;
        }
      } finally {
        tidy(entry);
        table.releasePlain(token);
      }
    }
  }

  /** Holds a key for one write. An entry that was made for a write that does not happen leaves. */
  private Token hold(Entry<Version> entry) {
    Token token = null;
    try {
      token = table.acquirePlain(entry, waitNanosMax);
    } finally {
      if (token == null) {
        tidy(entry);
      }
    }
    if (token == null) {
      throw timeout("key " + Shown.key(entry.keyText(), Shown.CHARS_MAX), waitMax);
    }
    return token;
  }

  WaitTimeoutException timeout(String what, Duration waited) {
    return new WaitTimeoutException(
        "waited %s for %s; try again, wait longer (KeyholdBuilder.waitMax), or see who holds it:\n%s"
            .formatted(waited, what, table.report()));
  }

  /** An entry that holds nothing and that nobody needs leaves the index. */
  void tidy(Entry<Version> entry) {
    Version head = entry.version();
    if (head == null || Snapshots.isBare(entry)) {
      index.remove(entry, head);
    }
  }

  Budget budget() {
    return budget;
  }

  MemoryAccount memory() {
    return budget.account();
  }

  // ── the whole ──────────────────────────────────────────────────────────────────────────────

  void requireOpen() {
    if (closed) {
      throw new ClosedException(
          "the database '%s' has been closed; open another one".formatted(name));
    }
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    watches.close();
    sweeper.wake();
  }
}

package dev.keyhold;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.LimitException;
import dev.keyhold.error.WaitTimeoutException;
import dev.keyhold.internal.guard.GuardTable;
import dev.keyhold.internal.guard.Token;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.index.OrderedIndex;
import dev.keyhold.internal.version.History;
import dev.keyhold.internal.version.Pin;
import dev.keyhold.internal.version.Snapshots;
import dev.keyhold.internal.version.Timeline;
import dev.keyhold.internal.version.Version;
import dev.keyhold.json.Json;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Optional;
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
   */
  private static final Cleaner CLEANER = Cleaner.create();

  final OrderedIndex<Version> index = new OrderedIndex<>();
  final Timeline timeline;
  final GuardTable table;
  final int commitWritesMax;
  final String name;
  final Duration waitMax;
  final long waitNanosMax;
  final int historyCommitsMax;
  final long historyBytesMax;
  final Watches watches = new Watches(this);
  private final long entriesMax;
  private volatile boolean closed;

  Engine(KeyholdBuilder settings) {
    name = settings.name;
    waitMax = settings.waitMax;
    waitNanosMax = nanos(settings.waitMax);
    entriesMax = settings.entriesMax;
    commitWritesMax = settings.commitWritesMax;
    table = new GuardTable(name);
    historyCommitsMax = settings.historyCommitsMax;
    historyBytesMax = settings.historyBytesMax;
    timeline = new Timeline(new History(historyCommitsMax, historyBytesMax), this::tidy);
    if (settings.historyFromStart) {
      timeline.keepHistory();
    }
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
    return entry == null ? null : timeline.current(entry);
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
            new Keyhold.Entry(key, version.value(), version.revision(), version.created()));
  }

  /** A walk with a snapshot of its own, which is closed at its end, or once it is garbage. */
  Walk walk(KeyRange range, boolean down) {
    requireOpen();
    Pin pin = timeline.snapshot();
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

  /**
   * Puts a value.
   *
   * @param expected the revision of what is there, 0 for nothing; {@link #ANY}; {@link #PRESENT}
   * @return what was there; null: nothing; {@link #REFUSED}
   */
  @Nullable Version put(String key, @Nullable Object value, long expected) {
    requireOpen();
    Keys.require(key);
    Json json = Json.of(value);
    while (true) {
      Entry<Version> entry =
          expected == ANY || expected == 0 ? index.findOrCreate(key) : index.find(key);
      if (entry == null) {
        return REFUSED;
      }
      Token token = hold(entry);
      Version old = entry.version();
      boolean live = isLive(old);
      try {
        if (!fits(old, live, expected)) {
          return REFUSED;
        }
        if (!live) {
          requireRoom(1);
        }
        Version next = next(old, json);
        if (timeline.commit(entry, next) != Timeline.DEAD) {
          return old;
        }
      } finally {
        if (!live) {
          tidy(entry);
        }
        table.releasePlain(token);
      }
    }
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

  static Version next(@Nullable Version old, Json value) {
    return old == null || old.isRemoval()
        ? Version.first(value, Version.NEVER)
        : Version.after(old, value, Version.NEVER);
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
        Version old = entry.version();
        if (old == null || old.isRemoval() || !fits(old, true, expected)) {
          return null;
        }
        if (timeline.commit(entry, Version.removal()) != Timeline.DEAD) {
          tidy(entry);
          return old;
        }
      } finally {
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

  /** Room for keys that have no value yet. */
  void requireRoom(long keys) {
    long there = timeline.live();
    if (keys > entriesMax - there) {
      throw new LimitException(
          "%,d more keys beside %,d; the limit is %,d (KeyholdBuilder.entriesMax); remove some first"
              .formatted(keys, there, entriesMax));
    }
  }

  /** An entry that holds nothing and that nobody needs leaves the index. */
  void tidy(Entry<Version> entry) {
    Version head = entry.version();
    if (head == null || Snapshots.isBare(entry)) {
      index.remove(entry, head);
    }
  }

  // ── the whole ──────────────────────────────────────────────────────────────────────────────

  void requireOpen() {
    if (closed) {
      throw new ClosedException(
          "the database '%s' has been closed; open another one".formatted(name));
    }
  }

  void close() {
    closed = true;
    watches.close();
  }
}

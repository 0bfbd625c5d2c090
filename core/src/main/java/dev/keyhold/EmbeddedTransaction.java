package dev.keyhold;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.RolledBackException;
import dev.keyhold.internal.guard.ClaimSet;
import dev.keyhold.internal.guard.Retries;
import dev.keyhold.internal.text.Utf8;
import dev.keyhold.internal.wait.Attempt;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One attempt of a transaction of the database in this process. */
final class EmbeddedTransaction implements Transaction {
  /*
   * What it reads and writes goes through a guard that covers everything and holds nothing: the
   * claims that make that true are taken here, before each step. They are held to the end, so what
   * the guard takes for granted is so: nobody else writes what it has read.
   */
  private final Engine engine;
  private final EmbeddedGuard guard;
  private final long owner;
  private final Attempt attempt;
  private final ClaimSet claims;

  /** How keys are held, as far as they were touched one by one: the short way for the next time. */
  private final Map<String, Mode> touched = new HashMap<>();

  private boolean interrupted;
  private boolean ended;

  /** Begins an attempt of the current task. */
  EmbeddedTransaction(Engine engine, EmbeddedGuard everything, Retries retries) {
    this.engine = engine;
    this.guard = everything;
    this.owner = Owner.currentId();
    this.attempt = Attempt.begin(owner, retries.age());
    this.claims = new ClaimSet(engine.table, owner, retries);
  }

  // ── its course ─────────────────────────────────────────────────────────────────────────────

  /** Waits for what it is to have before it runs. */
  void begin() throws InterruptedException {
    if (!claims.first(engine.waitNanosMax)) {
      throw engine.timeout(
          "all that a transaction has touched before it was rolled back", engine.waitMax);
    }
  }

  void commit() throws InterruptedException {
    if (interrupted) {
      throw new InterruptedException();
    }
    attempt.check();
    guard.commit();
  }

  /** Whether the code is to run again, whatever it has thrown. */
  boolean isRolledBack() {
    return attempt.isDoomed();
  }

  boolean isInterrupted() {
    return interrupted;
  }

  /** Releases everything. */
  void end() {
    ended = true;
    // Before: whoever is let in may be in the way of this task's next attempt.
    attempt.end();
    claims.release();
    guard.forget();
  }

  // ── locks ──────────────────────────────────────────────────────────────────────────────────

  private void touch(String key, Mode mode) {
    requireRunning();
    Mode held = touched.get(key);
    if (held != null && (held.isExclusive() || !mode.isExclusive())) {
      return;
    }
    Keys.require(key);
    boolean granted;
    try {
      granted = claims.key(Utf8.encode(key), key.hashCode(), mode, engine.waitNanosMax);
    } catch (InterruptedException e) {
      throw interrupted();
    }
    if (!granted) {
      throw engine.timeout("key " + Shown.key(key, Shown.CHARS_MAX), engine.waitMax);
    }
    touched.put(key, mode);
  }

  private void touch(KeyRange range) {
    requireRunning();
    if (range.isEmpty()) {
      return;
    }
    boolean granted;
    try {
      granted = claims.range(range.fromBytes(), range.toBytes(), Mode.SHARED, engine.waitNanosMax);
    } catch (InterruptedException e) {
      throw interrupted();
    }
    if (!granted) {
      throw engine.timeout("the range " + range, engine.waitMax);
    }
  }

  private RolledBackException interrupted() {
    interrupted = true;
    return new RolledBackException(
        "this transaction was interrupted while it waited: let the exception pass, it is undone,"
            + " and whoever began it gets an InterruptedException");
  }

  private void requireRunning() {
    if (Owner.currentId() != owner) {
      throw new IllegalStateException(
          "a transaction is used by the task that runs its code, %s, and not by %s; let that one"
                  .formatted(Owner.describe(owner), Owner.describe(Owner.currentId()))
              + " read and write, or give others what they need");
    }
    if (ended) {
      throw new ClosedException(
          "the transaction has ended: it is used by the code that it was given to, and not after"
              + " it");
    }
    if (interrupted) {
      throw interrupted();
    }
    attempt.check();
  }

  // ── reads ──────────────────────────────────────────────────────────────────────────────────

  @Override
  public Optional<Json> get(String key) {
    touch(key, Mode.SHARED);
    return guard.get(key);
  }

  @Override
  public Scan<Keyhold.Entry> scan(KeyRange range) {
    touch(range);
    Scan<Keyhold.Entry> all = guard.scan(range);
    return Scan.of(range, (part, down) -> walk(down ? all.descending() : all));
  }

  private Iterator<Keyhold.Entry> walk(Scan<Keyhold.Entry> all) {
    requireRunning();
    return all.iterator();
  }

  // ── writes: alone from the first touch on, where a read is part of them ────────────────────

  @Override
  public Optional<Json> insert(String key, @Nullable Object value) {
    touch(key, Mode.EXCLUSIVE);
    return guard.insert(key, value);
  }

  @Override
  public Optional<Json> remove(String key) {
    touch(key, Mode.EXCLUSIVE);
    return guard.remove(key);
  }

  @Override
  public Optional<Json> insert(String key, @Nullable Object value, Duration lifetime) {
    touch(key, Mode.EXCLUSIVE);
    return guard.insert(key, value, lifetime);
  }

  @Override
  public Optional<Json> update(String key, UnaryOperator<Json> change) {
    touch(key, Mode.EXCLUSIVE);
    return guard.update(key, change);
  }

  @Override
  public boolean expire(String key, Duration lifetime) {
    touch(key, Mode.EXCLUSIVE);
    return guard.expire(key, lifetime);
  }

  @Override
  public boolean expireAt(String key, Instant expiry) {
    touch(key, Mode.EXCLUSIVE);
    return guard.expireAt(key, expiry);
  }

  @Override
  public boolean persist(String key) {
    touch(key, Mode.EXCLUSIVE);
    return guard.persist(key);
  }

  @Override
  public Optional<Json> merge(String key, @Nullable Object patch) {
    touch(key, Mode.EXCLUSIVE);
    return guard.merge(key, patch);
  }

  @Override
  public String toString() {
    return "transaction of " + Owner.describe(owner) + (ended ? " (ended)" : "");
  }
}

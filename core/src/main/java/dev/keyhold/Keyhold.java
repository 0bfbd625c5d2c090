package dev.keyhold;

import dev.keyhold.check.MustClose;
import dev.keyhold.check.RunsElsewhere;
import dev.keyhold.error.ClosedException;
import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.InvalidKeyException;
import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.LimitException;
import dev.keyhold.error.PartialInsertException;
import dev.keyhold.error.RolledBackException;
import dev.keyhold.error.WaitTimeoutException;
import dev.keyhold.json.Json;
import dev.keyhold.json.JsonMergePatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An ordered map from string keys to JSON values that is shared by any number of tasks. There is no
 * lock around it: each operation is atomic, whoever needs more than one to be undisturbed takes a
 * {@link KeyGuard} on the keys it touches, or if these are not known before, runs a {@link
 * Transaction}, and readers of a {@link Snapshot} wait for nobody.
 *
 * {@snippet :
 * try (Keyhold db = Keyhold.inMemory()) {
 *   db.insert("user:1", new User("Ada", 36));
 *   User user = db.get("user:1", User.class).orElseThrow();
 *   db.update("counter", json -> Json.of(json.asLong() + 1));
 *   try (KeyGuard guard = db.lock("account:1", "account:2")) {
 *     guard.increment("account:1", "/balance", -10);
 *     guard.increment("account:2", "/balance", 10);
 *     guard.commit();
 *   }
 * }
 * }
 *
 * <p><b>Order.</b> Keys are ordered by Unicode code point, as their UTF-8 bytes compare, not as
 * {@link String#compareTo} does.
 *
 * <p><b>Revisions.</b> Each commit has the next number. A commit of several keys appears at one
 * revision, at once: to reads, to snapshots, to everybody. Everything done before a commit is seen
 * by whoever reads it.
 *
 * <p><b>Reads</b> outside a guard see the newest commit and never wait.
 *
 * <p><b>Writes</b> outside a guard are guards of one operation: they wait in line while somebody
 * else has a guard on their key, at most as long as {@link KeyholdBuilder#waitMax} says; a guard of
 * the same task in the way is a {@link DeadlockException}.
 *
 * <p><b>Expiry.</b> An entry may have a moment from which on nobody sees it: not reads, not guards,
 * not {@link #size}; only a snapshot that was opened before does. What then is written finds
 * nothing. The entry is removed in the background, a few milliseconds later if nobody has a guard
 * on its key, else when that is closed; that is a commit like any other. Writing a value anew
 * clears the expiry that was there, updating it does not. Moments are whole milliseconds of the
 * wall clock, see {@link KeyholdBuilder#clock} for what comes of setting it.
 *
 * <p><b>Errors</b> that any method may throw: {@link NullPointerException} for a null that is not
 * allowed, {@link InvalidKeyException} for a key with an unpaired surrogate, {@link LimitException}
 * for one that is too long, {@link ClosedException} once this is closed. Writing methods also:
 * {@link JsonConversionException} for a value that cannot be written as JSON, {@link
 * LimitException} for one that is too large or does not fit into the database any more, {@link
 * WaitTimeoutException} and {@link DeadlockException}. After any of them nothing has changed.
 *
 * <p>Thread-safe.
 */
@MustClose
public interface Keyhold extends AutoCloseable {

  /** An empty database in memory, with the default settings. */
  static Keyhold inMemory() {
    return builder().open();
  }

  /** Settings for a database. */
  static KeyholdBuilder builder() {
    return new KeyholdBuilder();
  }

  /**
   * What is under a key.
   *
   * @param key the key
   * @param value its value
   * @param revision of the commit that wrote it
   * @param createdRevision of the commit that put a value there when there was none
   * @param expiry from when on nobody sees it; empty: it stays
   */
  record Entry(
      String key, Json value, long revision, long createdRevision, Optional<Instant> expiry)
      implements Keyed {

    /** One that stays. */
    public Entry(String key, Json value, long revision, long createdRevision) {
      this(key, value, revision, createdRevision, Optional.empty());
    }
  }

  // ── reads ──────────────────────────────────────────────────────────────────────────────────

  /** The value under a key; empty if there is none. A JSON null is a value. */
  Optional<Json> get(String key);

  /**
   * The value under a key as a Java object, see {@link Json#as(Class)}. Empty if there is none, and
   * also if it is JSON null, which no object stands for.
   *
   * @throws JsonConversionException if the value does not fit the type
   */
  default <T> Optional<T> get(String key, Class<T> type) {
    return get(key).filter(value -> !value.isNull()).map(value -> value.as(type));
  }

  /** The value under a key with its revisions; empty if there is none. */
  Optional<Entry> entry(String key);

  /** Whether there is a value under a key. */
  default boolean contains(String key) {
    return get(key).isPresent();
  }

  /** How many keys have a value at this moment: exact, what has expired is not counted. */
  long size();

  /** The newest commit's revision; 0: there was none. */
  long revision();

  /**
   * The entries of a range in order, as they are when a walk begins: each walk has a snapshot of
   * its own, which is closed when the walk has come to its end, or is garbage.
   */
  Scan<Entry> scan(KeyRange range);

  /**
   * Everything as it is now, to be read for as long as it takes. Waits for nobody. While it is open
   * commits are kept, so that a watch can go on from it: see {@link WatchRequest}.
   */
  Snapshot snapshot();

  /**
   * This database for code that knows the JDK's maps: live both ways, and as {@code
   * ConcurrentSkipListMap} is, but for what follows.
   *
   * <ul>
   *   <li>Its comparator is the order of code points.
   *   <li>Values are not null; {@link Json#NULL} is one, and not "absent". Keys may be what keys of
   *       a database may be, and errors of reads and writes are those of this database.
   *   <li>Writes wait in line for keys under guards, as all writes do.
   *   <li>What changes a value by what it was ({@code compute}, {@code replace}, …) is atomic, by
   *       revision: the function runs while nothing is held, and again if somebody else has written
   *       meanwhile. {@link #update} runs it once, under a guard. As with {@link #insert}, what is
   *       put by any of these does not expire; {@code update} keeps the expiry.
   *   <li>Walks are weakly consistent and keep nothing open, however long they take.
   *   <li>{@code size()} of the whole map is exact and costs nothing, of a part it walks the part;
   *       what is more than {@link Integer#MAX_VALUE} is that.
   *   <li>It cannot be serialized; once the database is closed, everything throws.
   * </ul>
   */
  default ConcurrentNavigableMap<String, Json> asMap() {
    return new KeyholdMap(this);
  }

  // ── single writes ──────────────────────────────────────────────────────────────────────────

  /**
   * Puts a value under a key, to stay, in place of the one that may be there.
   *
   * @param value whatever {@link Json#of(Object)} takes; null becomes JSON null
   * @return the value that was there before
   */
  Optional<Json> insert(String key, @Nullable Object value);

  /**
   * Puts a value under a key for a time, in place of the one that may be there.
   *
   * {@snippet :
   * db.insert("session:7f3a", session, Duration.ofMinutes(30));
   * }
   *
   * @param lifetime counted from the commit; above zero, in milliseconds, rounded up
   * @return the value that was there before
   * @throws IllegalArgumentException the lifetime is not above zero
   */
  Optional<Json> insert(String key, @Nullable Object value, Duration lifetime);

  /** Puts a value under a key that has none; false: it has one, which stays. */
  boolean insertIfAbsent(String key, @Nullable Object value);

  /**
   * Puts a value in the place of another, to stay; false: there is none, and nothing has changed.
   */
  boolean replace(String key, @Nullable Object value);

  /**
   * Puts a value under a key if what is there was written at a revision.
   *
   * @param revision of {@link Entry#revision}; 0: there is nothing
   * @return false: it is not so, and nothing has changed
   */
  boolean insertIf(String key, @Nullable Object value, long revision);

  /**
   * Takes a key and its value out.
   *
   * @return the value that was there; empty if there was none
   */
  Optional<Json> remove(String key);

  /** Takes a key out if what is there was written at a revision; false: it is not so. */
  boolean removeIf(String key, long revision);

  /**
   * Makes a new value of the one that is there, which nobody else changes meanwhile. It expires
   * when that would have.
   *
   * @param change called once, with a guard on the key held; what it throws comes through, and
   *     nothing has changed
   * @return the new value; empty if there is none under the key, and nothing was called
   */
  Optional<Json> update(String key, UnaryOperator<Json> change);

  /**
   * Sets a part of a value, see {@link Json#set}.
   *
   * @return the new value; empty: there is nothing under the key, and nothing has changed
   */
  default Optional<Json> set(String key, String pointer, @Nullable Object value) {
    Json part = Json.of(value);
    return update(key, json -> json.set(pointer, part));
  }

  /** Adds a number to a number in a value, see {@link Json#increment}; else as {@link #set}. */
  default Optional<Json> increment(String key, String pointer, Object by) {
    Json summand = Json.of(by);
    return update(key, json -> json.increment(pointer, summand));
  }

  /** Adds an element to an array in a value, see {@link Json#append}; else as {@link #set}. */
  default Optional<Json> append(String key, String pointer, @Nullable Object element) {
    Json part = Json.of(element);
    return update(key, json -> json.append(pointer, part));
  }

  /**
   * Merges a patch into a value (RFC 7396): members replace, objects merge, null removes; see
   * {@link JsonMergePatch}. Else as {@link #set}.
   */
  default Optional<Json> merge(String key, @Nullable Object patch) {
    Json change = Json.of(patch);
    return update(key, json -> JsonMergePatch.apply(json, change));
  }

  // ── many writes ────────────────────────────────────────────────────────────────────────────

  /**
   * Puts values under keys as one commit: all of them appear at once, or after an error none.
   *
   * @param entries their values are whatever {@link Json#of(Object)} takes
   * @return the revision at which they are there; the newest one if there are none
   * @throws LimitException also if they are more than {@link KeyholdBuilder#commitWritesMax}
   */
  default long insertAll(Map<String, ?> entries) {
    return Bulk.insert(this, entries);
  }

  /**
   * Puts values under keys, in their order, in commits of 1,000 entries: for more than should be
   * held in memory, or be seen, at once. Of entries of one key the last one stays.
   *
   * {@snippet :
   * try (Stream<String> lines = Files.lines(file)) {
   *   db.insertAll(lines.map(Json::parse).map(user -> Map.entry(id(user), user)));
   * }
   * }
   *
   * @return how many there were
   * @throws PartialInsertException an entry could not be inserted, or the stream failed: with the
   *     cause, and how many were inserted before
   */
  default long insertAll(Stream<? extends Map.Entry<String, ?>> entries) {
    return insertAll(entries, Bulk.COMMIT_ENTRIES);
  }

  /**
   * The same in commits of another size; large values make them smaller, so that a commit has some
   * 4 MiB at the most, or one entry.
   *
   * @param commitEntries above zero
   */
  default long insertAll(Stream<? extends Map.Entry<String, ?>> entries, int commitEntries) {
    return Bulk.insert(this, entries.iterator(), commitEntries);
  }

  /** The same for whatever can be walked. */
  default long insertAll(Iterable<? extends Map.Entry<String, ?>> entries) {
    return Bulk.insert(this, entries.iterator(), Bulk.COMMIT_ENTRIES);
  }

  // ── expiry ─────────────────────────────────────────────────────────────────────────────────

  /**
   * Lets what is under a key expire after a time; it replaces the expiry that was there. A commit,
   * with a revision of its own.
   *
   * @param lifetime counted from the commit; if it is not above zero, the entry is removed now
   * @return false: there is nothing under the key
   */
  boolean expire(String key, Duration lifetime);

  /**
   * Lets what is under a key expire at a moment; else as {@link #expire}.
   *
   * @param expiry in milliseconds, rounded up; if it has come, the entry is removed now
   */
  boolean expireAt(String key, Instant expiry);

  /**
   * Lets what is under a key stay.
   *
   * @return false: there is nothing, or nothing that expires, and nothing has changed
   */
  boolean persist(String key);

  // ── guards ─────────────────────────────────────────────────────────────────────────────────

  /**
   * An exclusive guard on keys, which need not exist: all of them at once, in line with others who
   * want any of them.
   *
   * @throws InterruptedException interrupted while waiting; nothing is held
   * @throws WaitTimeoutException it took longer than {@link KeyholdBuilder#waitMax}
   * @throws DeadlockException waiting would never end
   * @throws IllegalArgumentException no key is named
   */
  default KeyGuard lock(String... keys) throws InterruptedException {
    return lock(List.of(keys));
  }

  /** The same for keys in a collection. */
  default KeyGuard lock(Collection<String> keys) throws InterruptedException {
    return guards().exclusive(keys).lock();
  }

  /** The same for a range, and the keys in it that do not exist yet. */
  default KeyGuard lock(KeyRange range) throws InterruptedException {
    return guards().exclusive(range).lock();
  }

  /** A guard beside which others may read under guards, and nobody writes. */
  default KeyGuard lockShared(String... keys) throws InterruptedException {
    return guards().shared(List.of(keys)).lock();
  }

  /** The same for a range. */
  default KeyGuard lockShared(KeyRange range) throws InterruptedException {
    return guards().shared(range).lock();
  }

  /** {@link #lock(String...)} without blocking; cancel the future to leave the line. */
  default CompletableFuture<KeyGuard> lockAsync(String... keys) {
    return guards().exclusive(List.of(keys)).lockAsync();
  }

  /** A request for several keys and ranges, shared and exclusive, in one. */
  GuardRequest guards();

  // ── transactions ───────────────────────────────────────────────────────────────────────────

  /**
   * Runs code that reads and writes any keys, without naming them first, as if nobody else did
   * anything meanwhile: see {@link Transaction}. Commits when the code returns, not when it throws.
   *
   * {@snippet :
   * long left = db.transact(tx -> {
   *   long price = tx.get("price:" + item).orElseThrow().asLong();
   *   return tx.increment(account, "/balance", -price).orElseThrow().at("/balance").asLong();
   * });
   * }
   *
   * <p><b>The code may run several times</b>, each time from its beginning with nothing of the time
   * before left in the database; only the last time counts. What it does elsewhere, in variables,
   * files, messages, is the caller's concern: do it after this has returned, or so that once more
   * does no harm.
   *
   * @param code called on the current thread
   * @return what the code returned
   * @throws X what the code throws; nothing has changed
   * @throws InterruptedException interrupted while waiting; nothing has changed
   * @throws WaitTimeoutException it waited for one of the keys longer than {@link
   *     KeyholdBuilder#waitMax}
   * @throws DeadlockException it touched what a guard of the same task has
   * @throws RolledBackException a hundred attempts have been rolled back
   * @throws IllegalStateException the task is in a transaction already
   */
  <R extends @Nullable Object, X extends Throwable> R transact(
      TransactionFunction<? super Transaction, ? extends R, X> code) throws X, InterruptedException;

  /** The same for code that has nothing to return. */
  @SuppressWarnings("overloads") // a function is an action, so where both fit, that is meant
  default <X extends Throwable> void transact(TransactionAction<? super Transaction, X> code)
      throws X, InterruptedException {
    this.<@Nullable Object, X>transact(Transactor.function(code));
  }

  /**
   * Runs code with an exclusive guard on keys, and commits when it returns, not when it throws.
   * Runs it once: with all keys named before there is nothing to roll back.
   *
   * @param keys see {@link #lock(Collection)}, whose errors this has, too
   * @param code called on the current thread; leaves closing to this
   * @return what the code returned
   * @throws X what the code throws; what it has not committed itself is gone
   */
  default <R extends @Nullable Object, X extends Throwable> R transact(
      Collection<String> keys, TransactionFunction<? super KeyGuard, ? extends R, X> code)
      throws X, InterruptedException {
    return Transactor.run(lock(keys), code);
  }

  /** The same for code that has nothing to return. */
  @SuppressWarnings("overloads") // a function is an action, so where both fit, that is meant
  default <X extends Throwable> void transact(
      Collection<String> keys, TransactionAction<? super KeyGuard, X> code)
      throws X, InterruptedException {
    Transactor.<@Nullable Object, X>run(lock(keys), Transactor.function(code));
  }

  /** The same with a guard on a range, and the keys in it that do not exist yet. */
  default <R extends @Nullable Object, X extends Throwable> R transact(
      KeyRange range, TransactionFunction<? super KeyGuard, ? extends R, X> code)
      throws X, InterruptedException {
    return Transactor.run(lock(range), code);
  }

  /** The same for code that has nothing to return. */
  @SuppressWarnings("overloads") // a function is an action, so where both fit, that is meant
  default <X extends Throwable> void transact(
      KeyRange range, TransactionAction<? super KeyGuard, X> code) throws X, InterruptedException {
    Transactor.<@Nullable Object, X>run(lock(range), Transactor.function(code));
  }

  // ── watches ────────────────────────────────────────────────────────────────────────────────

  /**
   * Calls back with every change in a range, from the next commit on, in order, until the watch or
   * this is closed:
   *
   * {@snippet :
   * db.watch(KeyRange.prefix("user:"), change -> refresh(change.key(), change.value()));
   * }
   *
   * @param callback see {@link WatchRequest#each}
   */
  default Watch watch(KeyRange range, @RunsElsewhere Consumer<? super Change> callback) {
    return watching(range).each(callback);
  }

  /** A request to watch a range: from an earlier revision, by commits, asked for, or published. */
  WatchRequest watching(KeyRange range);

  // ── the database ───────────────────────────────────────────────────────────────────────────

  /** How much of the heap it takes. */
  MemoryAccount memory();

  /** The name that messages and reports give it. */
  String name();

  /**
   * Ends it: every later call throws {@link ClosedException}. Guards and snapshots that are open
   * should be closed before; what they have not committed is lost. Watches end. Closing again does
   * nothing.
   */
  @Override
  void close();

  /**
   * Who holds and who waits for which keys and ranges, since when and from which line as far as
   * that is recorded ({@link dev.keyhold.sync.Locks#record}), which snapshots are open, and
   * figures. Waits for nobody; may also be asked for after the end, to see what was left.
   */
  KeyholdReport report();

  /** Figures of the database. Cheap: it may be asked for every second. */
  KeyholdStatistics statistics();

  /** The longest time that somebody waits for a guard unless they say otherwise. */
  Duration waitMax();
}

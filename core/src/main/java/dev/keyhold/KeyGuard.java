package dev.keyhold;

import dev.keyhold.check.MustClose;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.GuardCoverageException;
import dev.keyhold.json.Json;
import dev.keyhold.json.JsonMergePatch;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right to a set of keys, existing or not, until it is closed: nobody else writes them, and if
 * it is exclusive nobody else has a guard on them. It may be held for as long as it takes, across
 * anything that suspends, and closed by any thread.
 *
 * <p>Writes are kept by the guard until {@link #commit}: until then only this guard's reads see
 * them, then everybody at once. Closed without a commit, they are gone; the same guard may commit
 * more than once.
 *
 * <p>It reads and writes what it covers and nothing else: {@link GuardCoverageException}, and also
 * for a write where it covers a key for reading only. After {@link #close} everything throws {@link
 * GuardClosedException}.
 *
 * <p>Used by one task at a time. It may be handed to another one in a way that publishes it safely.
 */
@MustClose
public interface KeyGuard extends AutoCloseable {

  /** The value under a key, with this guard's own writes; empty if there is none. */
  Optional<Json> get(String key);

  /** The value under a key as a Java object, see {@link Keyhold#get(String, Class)}. */
  default <T> Optional<T> get(String key, Class<T> type) {
    return get(key).filter(value -> !value.isNull()).map(value -> value.as(type));
  }

  /** Whether there is a value under a key. */
  default boolean contains(String key) {
    return get(key).isPresent();
  }

  /**
   * Puts a value under a key.
   *
   * @return the value that was there before
   */
  Optional<Json> insert(String key, @Nullable Object value);

  /**
   * Takes a key and its value out.
   *
   * @return the value that was there; empty if there was none
   */
  Optional<Json> remove(String key);

  /**
   * Sets a part of a value, see {@link Json#set}.
   *
   * @return the new value; empty: there is nothing under the key, and nothing has changed
   */
  default Optional<Json> set(String key, String pointer, @Nullable Object value) {
    return edited(key, get(key).map(json -> json.set(pointer, value)));
  }

  /** Adds a number to a number in a value, see {@link Json#increment}; else as {@link #set}. */
  default Optional<Json> increment(String key, String pointer, Object by) {
    return edited(key, get(key).map(json -> json.increment(pointer, by)));
  }

  /** Adds an element to an array in a value, see {@link Json#append}; else as {@link #set}. */
  default Optional<Json> append(String key, String pointer, @Nullable Object element) {
    return edited(key, get(key).map(json -> json.append(pointer, element)));
  }

  /** Merges a patch into a value, see {@link Keyhold#merge}; else as {@link #set}. */
  default Optional<Json> merge(String key, @Nullable Object patch) {
    return edited(key, get(key).map(json -> JsonMergePatch.apply(json, Json.of(patch))));
  }

  private Optional<Json> edited(String key, Optional<Json> value) {
    value.ifPresent(each -> insert(key, each));
    return value;
  }

  /**
   * The entries of a range that this guard covers, with its own writes; what is walked is what was
   * there when the walk began.
   */
  Scan<Keyhold.Entry> scan(KeyRange range);

  /**
   * Makes the writes since the last commit visible, all at once.
   *
   * @return the revision at which they are; the newest one if there was nothing to commit
   */
  long commit();

  /** Whether it covers a key for writing. */
  boolean isExclusive(String key);

  /**
   * Lets others read under guards beside this one: all it covers is shared from now.
   *
   * @throws IllegalStateException it has writes that are not committed
   */
  void downgrade();

  /** Whether it has been closed. */
  boolean isClosed();

  /** Releases what it holds to whoever is next; what is not committed is gone. Idempotent. */
  @Override
  void close();
}

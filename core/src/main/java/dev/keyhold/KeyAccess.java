package dev.keyhold;

import dev.keyhold.json.Json;
import dev.keyhold.json.JsonMergePatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reading and writing keys that nobody else writes meanwhile: what a {@link KeyGuard} and a {@link
 * Transaction} have in common. Reads see what was written here before; nobody else does until it is
 * committed.
 *
 * <p>Used by one task at a time.
 */
public interface KeyAccess {

  /** The value under a key, with what was written here; empty if there is none. */
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
   * Puts a value under a key for a time, see {@link Keyhold#insert(String, Object, Duration)}. The
   * time begins with the commit: until then the value is seen here.
   */
  Optional<Json> insert(String key, @Nullable Object value, Duration lifetime);

  /**
   * Takes a key and its value out.
   *
   * @return the value that was there; empty if there was none
   */
  Optional<Json> remove(String key);

  /**
   * Makes a new value of the one that is there, which expires when that would have.
   *
   * @param change called at once; what it throws comes through, and nothing has changed
   * @return the new value; empty if there is none under the key, and nothing was called
   */
  Optional<Json> update(String key, UnaryOperator<Json> change);

  /** Lets what is under a key expire a time after the commit, see {@link Keyhold#expire}. */
  boolean expire(String key, Duration lifetime);

  /** Lets what is under a key expire at a moment, see {@link Keyhold#expireAt}. */
  boolean expireAt(String key, Instant expiry);

  /** Lets what is under a key stay, see {@link Keyhold#persist}. */
  boolean persist(String key);

  /**
   * Sets a part of a value, see {@link Json#set}.
   *
   * @return the new value; empty: there is nothing under the key, and nothing has changed
   */
  default Optional<Json> set(String key, String pointer, @Nullable Object value) {
    return update(key, json -> json.set(pointer, value));
  }

  /** Adds a number to a number in a value, see {@link Json#increment}; else as {@link #set}. */
  default Optional<Json> increment(String key, String pointer, Object by) {
    return update(key, json -> json.increment(pointer, by));
  }

  /** Adds an element to an array in a value, see {@link Json#append}; else as {@link #set}. */
  default Optional<Json> append(String key, String pointer, @Nullable Object element) {
    return update(key, json -> json.append(pointer, element));
  }

  /** Merges a patch into a value, see {@link Keyhold#merge}; else as {@link #set}. */
  default Optional<Json> merge(String key, @Nullable Object patch) {
    Json change = Json.of(patch);
    return update(key, json -> JsonMergePatch.apply(json, change));
  }

  /**
   * The entries of a range, with what was written here; what is walked is what was there when the
   * walk began.
   */
  Scan<Keyhold.Entry> scan(KeyRange range);
}

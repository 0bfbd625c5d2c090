package dev.keyhold;

import dev.keyhold.json.Json;
import java.util.Optional;
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

  private Optional<Json> edited(String key, Optional<Json> value) {
    value.ifPresent(each -> insert(key, each));
    return value;
  }

  /**
   * The entries of a range, with what was written here; what is walked is what was there when the
   * walk began.
   */
  Scan<Keyhold.Entry> scan(KeyRange range);
}

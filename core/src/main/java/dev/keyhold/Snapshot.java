package dev.keyhold;

import dev.keyhold.check.MustClose;
import dev.keyhold.error.ClosedException;
import dev.keyhold.json.Json;
import java.util.Optional;

/**
 * Everything as it was at one revision, for as long as it is open: reads wait for nobody and delay
 * nobody. It has what had not expired when it was opened, and goes on having it. What is kept for
 * it, one value of each key that has been changed since, goes when it is closed; so close it:
 *
 * {@snippet :
 * try (Snapshot then = db.snapshot()) {
 *   then.scan(KeyRange.prefix("user:")).forEach(entry -> print(entry));
 * }
 * }
 *
 * <p>One that is forgotten is closed once it is garbage, and said in the log, at WARNING through
 * the {@link System.Logger} {@code dev.keyhold}: for how long it was open, and where it was opened
 * if that is recorded ({@link dev.keyhold.sync.Locks#record}).
 *
 * <p>Thread-safe. After {@link #close}, reads throw {@link ClosedException}.
 */
@MustClose
public interface Snapshot extends AutoCloseable {

  /** What it shows: the commits up to this one. */
  long revision();

  /** The value that was under a key; empty if there was none. */
  Optional<Json> get(String key);

  /** The value that was under a key as a Java object, see {@link Keyhold#get(String, Class)}. */
  default <T> Optional<T> get(String key, Class<T> type) {
    return get(key).filter(value -> !value.isNull()).map(value -> value.as(type));
  }

  /** The value that was under a key with its revisions; empty if there was none. */
  Optional<Keyhold.Entry> entry(String key);

  /** Whether there was a value under a key. */
  default boolean contains(String key) {
    return get(key).isPresent();
  }

  /** The entries of a range in order; walk as often as wanted, until this is closed. */
  Scan<Keyhold.Entry> scan(KeyRange range);

  /** Closing again does nothing. */
  @Override
  void close();
}

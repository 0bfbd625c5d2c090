package dev.keyhold.sync;

import dev.keyhold.internal.wait.Mode;

/**
 * A read-write lock and how it is to be acquired.
 *
 * @param <T> what the lock owns
 */
record RwPart<T>(RwLock<T> lock, Mode mode) implements LockPart<T> {}

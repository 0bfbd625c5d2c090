package dev.keyhold.sync;

/**
 * One of several locks that are acquired together by {@link Locks#all}, and how: a {@link Mutex} is
 * its own part, {@link RwLock#forReading} and {@link RwLock#forWriting} give the other two.
 *
 * @param <T> what the lock owns
 */
public sealed interface LockPart<T> permits Mutex, RwPart {}

package dev.keyhold.sync;

import dev.keyhold.internal.wait.Hold;
import org.jspecify.annotations.Nullable;

/**
 * One hold of a {@link Mutex}.
 *
 * @param <T> what the mutex owns
 */
final class MutexGuard<T> extends ExclusiveGuard<T> {
  MutexGuard(ConditionMutex<T> mutex, long ticket, @Nullable Hold hold) {
    super(mutex, mutex.data(), ticket, hold);
  }
}

package dev.keyhold.sync;

import dev.keyhold.check.ThreadBound;
import dev.keyhold.error.GuardThreadException;
import org.jspecify.annotations.Nullable;

/**
 * A guard that is bound to the thread that acquired it: nobody else may use or close it. Close it
 * before the task suspends.
 *
 * @param <T> what the lock owns
 */
@ThreadBound
public final class BlockingGuard<T> implements Guard<T> {
  private final BlockingMutex<T> mutex;
  private final Thread thread = Thread.currentThread();
  private boolean closed;
  private @Nullable StackTraceElement closedAt;

  BlockingGuard(BlockingMutex<T> mutex) {
    this.mutex = mutex;
  }

  /**
   * {@inheritDoc}
   *
   * @throws GuardThreadException the current thread is not the one that acquired it
   */
  @Override
  public T get() {
    requireOwnThread();
    if (closed) {
      throw Observing.closed(mutex, closedAt);
    }
    return mutex.data();
  }

  /**
   * {@inheritDoc}
   *
   * @throws GuardThreadException the current thread is not the one that acquired it; the guard
   *     stays as it is
   */
  @Override
  public void close() {
    requireOwnThread();
    if (!closed) {
      closed = true;
      closedAt = Observing.site();
      mutex.release();
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /**
   * Always refuses: this guard is bound to its thread.
   *
   * @throws GuardThreadException always
   */
  @Override
  public void moveTo(Task task) {
    throw misuse("cannot be moved to task '" + task.name() + "'");
  }

  private void requireOwnThread() {
    if (Thread.currentThread() != thread) {
      throw misuse("was used by thread '" + Thread.currentThread().getName() + "'");
    }
  }

  private GuardThreadException misuse(String what) {
    return new GuardThreadException(
        "the guard of %s belongs to thread '%s' and %s. A guard that changes threads comes from Mutex."
            .formatted(mutex.target(), thread.getName(), what));
  }

  @Override
  public String toString() {
    return (closed ? "closed guard of " : "guard of ") + mutex.target();
  }
}

package dev.keyhold.sync;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Recording;
import org.jspecify.annotations.Nullable;

/**
 * One hold of a {@link Mutex}.
 *
 * @param <T> what the mutex owns
 */
final class MutexGuard<T> implements Guard<T> {
  private final Mutex<T> mutex;

  /** Null unless something is recorded. */
  private final @Nullable Hold hold;

  /** Changes with the owner. */
  private long ticket;

  /** Beside the ticket: a ticket comes again after 2^24 releases, a closed guard never opens. */
  private boolean closed;

  private @Nullable StackTraceElement closedAt;

  MutexGuard(Mutex<T> mutex, long ticket, @Nullable Hold hold) {
    this.mutex = mutex;
    this.ticket = ticket;
    this.hold = hold;
  }

  @Override
  public T get() {
    if (isClosed()) {
      throw closedError();
    }
    if (hold != null) {
      hold.claim();
    }
    return mutex.data();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (hold != null) {
      hold.claim();
      closedAt = Observing.site();
    }
    mutex.release(ticket);
  }

  @Override
  public boolean isClosed() {
    return closed || !mutex.isHeldBy(ticket);
  }

  @Override
  public void moveTo(Task task) {
    if (closed || !moved(task)) {
      throw closedError();
    }
  }

  /** The current task has it now, if nobody has closed it meanwhile. */
  void adopt() {
    if (!closed) {
      moved(Task.current());
    }
  }

  private boolean moved(Task task) {
    long moved = mutex.move(ticket, task.id(), task.name());
    if (moved == 0) {
      return false;
    }
    ticket = moved;
    return true;
  }

  private GuardClosedException closedError() {
    StackTraceElement at = closedAt;
    return new GuardClosedException(
        "the guard of "
            + mutex.target()
            + " has been closed "
            + (at == null ? "(where is not recorded: " + Recording.HOW + ")" : "at " + at)
            + "; what it guarded may be another task's by now. Lock again.");
  }

  @Override
  public String toString() {
    return (isClosed() ? "closed guard of " : "guard of ") + mutex.target();
  }
}

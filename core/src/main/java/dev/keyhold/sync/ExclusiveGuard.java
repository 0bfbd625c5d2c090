package dev.keyhold.sync;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Owner;
import org.jspecify.annotations.Nullable;

/**
 * One hold of a {@link FifoLock} alone.
 *
 * @param <T> what the lock owns
 */
abstract sealed class ExclusiveGuard<T> implements Guard<T> permits MutexGuard, WriteGuard {
  private final FifoLock lock;
  private final T data;

  /** Null unless something is recorded. */
  private @Nullable Hold hold;

  /** Changes with the owner, and when the lock was given away meanwhile. */
  private long ticket;

  /** Beside the ticket: a ticket comes again after 2^25 releases, a closed guard never opens. */
  private boolean closed;

  private @Nullable StackTraceElement closedAt;

  ExclusiveGuard(FifoLock lock, T data, long ticket, @Nullable Hold hold) {
    this.lock = lock;
    this.data = data;
    this.ticket = ticket;
    this.hold = hold;
  }

  @Override
  public final T get() {
    if (isClosed()) {
      throw closedError();
    }
    if (hold != null) {
      hold.claim();
    }
    return data;
  }

  @Override
  public final void close() {
    if (closed) {
      return;
    }
    markClosed();
    long closing = ticket;
    lock.release(closing);
    if (ticket != closing) {
      // It was given away, and came back between the two looks.
      lock.release(ticket);
    }
  }

  /** The hold goes on under another guard, or has been given up. */
  final void markClosed() {
    closed = true;
    if (hold != null) {
      hold.claim();
      closedAt = Observing.site();
    }
  }

  @Override
  public final boolean isClosed() {
    return closed || !lock.isHeldBy(ticket);
  }

  @Override
  public final void moveTo(Task task) {
    if (closed || !moved(task)) {
      throw closedError();
    }
  }

  /** The current task has it now, if nobody has closed it meanwhile or said whose it is. */
  final void adopt() {
    if (!closed && Word.owner(ticket) == Owner.ANONYMOUS) {
      moved(Task.current());
    }
  }

  private boolean moved(Task task) {
    long moved = lock.move(ticket, task.id(), task.name());
    if (moved == 0) {
      return false;
    }
    ticket = moved;
    return true;
  }

  /** Tells the end of what is known of the hold, which is about to be given away. */
  final void endKnown() {
    if (hold != null) {
      Observing.end(lock, hold);
    }
  }

  final FifoLock lock() {
    return lock;
  }

  final T data() {
    return data;
  }

  final long ticket() {
    return ticket;
  }

  /**
   * The lock was given away and is back, unless somebody has closed this guard meanwhile: then the
   * hold has ended.
   *
   * <p>Both sides write, go through the latch, and then read what the other one writes: so a close
   * that does not see the new ticket is seen here.
   *
   * @return whether this guard has the lock
   */
  final boolean renew(long newTicket, @Nullable Hold newHold) {
    ticket = newTicket;
    hold = newHold;
    lock.passLatch();
    if (closed) {
      lock.release(newTicket);
    }
    return !closed;
  }

  final GuardClosedException closedError() {
    return Observing.closed(lock, closedAt);
  }

  @Override
  public final String toString() {
    return (isClosed() ? "closed guard of " : "guard of ") + lock.target();
  }
}

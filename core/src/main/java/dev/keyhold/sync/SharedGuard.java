package dev.keyhold.sync;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Owner;
import org.jspecify.annotations.Nullable;

/**
 * One share of a {@link SharingLock}.
 *
 * @param <T> what the lock owns
 */
abstract sealed class SharedGuard<T> implements Guard<T> permits ReadGuard, UpgradableGuard {
  private final RwLock<T> lock;

  /** Of a share that was in a slot once; 0: it has always been listed. */
  private final long ticket;

  /** Where it is listed; null: in a slot, or the ticket tells. */
  private @Nullable Share share;

  /** Plain: a second close by another thread ends nothing that has not ended. */
  private boolean closed;

  private @Nullable StackTraceElement closedAt;

  SharedGuard(RwLock<T> lock, long ticket, @Nullable Share share) {
    this.lock = lock;
    this.ticket = ticket;
    this.share = share;
  }

  @Override
  public final T get() {
    requireOpen();
    if (share != null) {
      claim(share);
    }
    return lock.data();
  }

  private static void claim(Share share) {
    Hold hold = share.hold;
    if (hold != null) {
      hold.claim();
    }
  }

  @Override
  public final void close() {
    if (!closed) {
      markClosed();
      lock.endShare(ticket, share);
    }
  }

  /** The share goes on under another guard, or has been given up. */
  final void markClosed() {
    closed = true;
    if (share != null && share.hold != null) {
      claim(share);
      closedAt = Observing.site();
    }
  }

  @Override
  public final boolean isClosed() {
    return closed;
  }

  @Override
  public final void moveTo(Task task) {
    requireOpen();
    Share moved = lock.move(ticket, share, task.id(), task.name());
    if (moved == null) {
      throw closedError();
    }
    share = moved;
  }

  /** The current task has it now, if nobody has closed it meanwhile or said whose it is. */
  final void adopt() {
    if (!closed && share != null && share.owner == Owner.ANONYMOUS) {
      Task task = Task.current();
      lock.move(ticket, share, task.id(), task.name());
    }
  }

  final RwLock<T> lock() {
    return lock;
  }

  final void requireOpen() {
    if (closed) {
      throw closedError();
    }
  }

  final GuardClosedException closedError() {
    return Observing.closed(lock, closedAt);
  }

  @Override
  public final String toString() {
    return (closed ? "closed reading guard of " : "reading guard of ") + lock.target();
  }
}

package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.PoisonedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One hold of an {@link RwLock} for reading that may become one for writing without letting go:
 * nobody writes between what was read and what is written. There is one at a time, beside any
 * number of readers.
 *
 * <p><b>Upgrading</b> waits for the readers that are there; no more come meanwhile, and it goes
 * before every writer in line. Given up (interrupted, out of time, cancelled), it leaves this guard
 * as it was, and those behind move up. Once it has succeeded, this guard is closed and the new one
 * stands for the hold.
 *
 * <p><b>Deadlock.</b> If one of the readers that it waits for waits in turn for this task, or is
 * this task itself, upgrading fails with a {@link DeadlockException} at once.
 *
 * @param <T> what the lock owns
 */
public final class UpgradableGuard<T> extends SharedGuard<T> {
  private final Share upgradable;

  UpgradableGuard(RwLock<T> lock, Share share) {
    super(lock, 0, share);
    upgradable = share;
  }

  /**
   * Waits until nobody else reads.
   *
   * @return the guard to go on with; this one is closed
   * @throws InterruptedException interrupted before or while waiting; this guard stays as it was
   * @throws DeadlockException this would never be granted; this guard stays as it was
   * @throws GuardClosedException this guard has been closed
   */
  public WriteGuard<T> upgrade() throws InterruptedException {
    WriteGuard<T> guard = upgraded(true, Long.MAX_VALUE);
    if (guard == null) {
      throw new AssertionError("a wait without limit was out of time");
    }
    return guard;
  }

  /**
   * Waits until nobody else reads, and puts interrupts off: the flag is set when this returns.
   *
   * @return the guard to go on with; this one is closed
   * @throws DeadlockException this would never be granted; this guard stays as it was
   * @throws GuardClosedException this guard has been closed
   */
  public WriteGuard<T> upgradeUninterruptibly() {
    try {
      WriteGuard<T> guard = upgraded(false, Long.MAX_VALUE);
      if (guard != null) {
        return guard;
      }
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
    throw new AssertionError("a wait without limit was out of time");
  }

  /**
   * Upgrades if nobody else reads.
   *
   * @return the guard to go on with, this one being closed; null: not now, and this one stays
   * @throws GuardClosedException this guard has been closed
   */
  public @Nullable WriteGuard<T> tryUpgrade() {
    requireOpen();
    long ticket = lock().tryUpgrade(upgradable);
    return ticket == 0 ? null : taken(ticket);
  }

  /**
   * Waits until nobody else reads, but not for longer than {@code timeout}.
   *
   * @param timeout zero: like {@link #tryUpgrade()}
   * @return the guard to go on with, this one being closed; null: out of time, and this one stays
   * @throws InterruptedException interrupted before or while waiting; this guard stays as it was
   * @throws IllegalArgumentException the timeout is negative
   * @throws DeadlockException this would never be granted; this guard stays as it was
   * @throws GuardClosedException this guard has been closed
   */
  public @Nullable WriteGuard<T> tryUpgrade(Duration timeout) throws InterruptedException {
    long nanos = Timeouts.nanos(timeout);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return nanos == 0 ? tryUpgrade() : upgraded(true, nanos);
  }

  /**
   * Asks for the upgrade without blocking. This guard stays open until it is granted; cancelling
   * the future leaves it so; in the very moment of the grant it is too late to cancel, which {@code
   * cancel} tells. If this guard is closed while the request waits, the future fails with a {@link
   * GuardClosedException}. What {@link RwLock#writeAsync()} says of its future holds here
   * otherwise.
   *
   * <p>The write guard belongs to whoever this one belongs to ({@link #moveTo}). As long as the
   * request waits, a thread without a {@link Task} is not taken to wait for it, since it may serve
   * others meanwhile. If it is granted while its owner is stuck elsewhere, and that closes a circle
   * of waiting, the newest request in the circle is refused; but not if the owner is a thread and
   * others wait for the future, in a callback or blocked on it: they may close the guard.
   */
  public CompletableFuture<WriteGuard<T>> upgradeAsync() {
    requireOpen();
    return lock().upgradeAsync(this);
  }

  /**
   * Gives up the right to upgrade and goes on reading.
   *
   * @return the guard to go on with; this one is closed
   * @throws GuardClosedException this guard has been closed
   */
  public ReadGuard<T> downgrade() {
    requireOpen();
    Share reading = lock().downgrade(upgradable);
    if (reading == null) {
      throw closedError();
    }
    markClosed();
    return new ReadGuard<>(lock(), 0, reading);
  }

  private @Nullable WriteGuard<T> upgraded(boolean interruptible, long nanosMax)
      throws InterruptedException {
    requireOpen();
    long ticket = lock().upgrade(upgradable, interruptible, nanosMax);
    return ticket == 0 ? null : taken(ticket);
  }

  /**
   * The share has become the hold with this ticket.
   *
   * @throws PoisonedException the lock is poisoned; both guards are closed
   */
  WriteGuard<T> taken(long ticket) {
    markClosed();
    lock().refusePoisoned(ticket);
    return new WriteGuard<>(lock(), ticket, lock().currentHold(ticket));
  }

  Share upgradable() {
    return upgradable;
  }
}

package dev.keyhold.sync;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Mode;
import org.jspecify.annotations.Nullable;

/**
 * One hold of an {@link RwLock} for writing. It may be held across a suspension, and closed by
 * another task or thread.
 *
 * @param <T> what the lock owns
 */
public final class WriteGuard<T> extends ExclusiveGuard<T> {
  private final RwLock<T> rwLock;

  WriteGuard(RwLock<T> lock, long ticket, @Nullable Hold hold) {
    super(lock, lock.data(), ticket, hold);
    rwLock = lock;
  }

  /**
   * Goes over to reading, with nobody writing in between. Readers at the head of the line come in;
   * the next writer waits for this guard too.
   *
   * @return the guard to go on with; this one is closed
   * @throws GuardClosedException this guard has been closed
   */
  public ReadGuard<T> downgrade() {
    return new ReadGuard<>(rwLock, 0, downgraded(Mode.SHARED));
  }

  /**
   * Goes over to reading with the right to come back, see {@link UpgradableGuard}; otherwise like
   * {@link #downgrade}.
   *
   * @return the guard to go on with; this one is closed
   * @throws GuardClosedException this guard has been closed
   */
  public UpgradableGuard<T> downgradeToUpgradable() {
    return new UpgradableGuard<>(rwLock, downgraded(Mode.UPGRADABLE));
  }

  private Share downgraded(Mode mode) {
    Share share = isClosed() ? null : rwLock.downgrade(ticket(), mode);
    if (share == null) {
      throw closedError();
    }
    markClosed();
    return share;
  }
}

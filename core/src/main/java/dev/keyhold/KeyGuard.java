package dev.keyhold;

import dev.keyhold.check.MustClose;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.GuardCoverageException;

/**
 * The right to a set of keys, existing or not, until it is closed: nobody else writes them, and if
 * it is exclusive nobody else has a guard on them. It may be held for as long as it takes, across
 * anything that suspends, and closed by any thread.
 *
 * <p>Writes are kept by the guard until {@link #commit}: until then only this guard's reads see
 * them, then everybody at once. Closed without a commit, they are gone; the same guard may commit
 * more than once.
 *
 * <p>What expires is seen by nobody from its moment on, so not by this guard either: that alone
 * changes under it. A commit that comes after the moment of an entry that it updates finds nothing
 * there, and leaves nothing.
 *
 * <p>It reads and writes what it covers and nothing else: {@link GuardCoverageException}, and also
 * for a write where it covers a key for reading only. After {@link #close} everything throws {@link
 * GuardClosedException}.
 *
 * <p>Used by one task at a time. It may be handed to another one in a way that publishes it safely.
 */
@MustClose
public interface KeyGuard extends KeyAccess, AutoCloseable {

  /**
   * Makes the writes since the last commit visible, all at once.
   *
   * @return the revision at which they are; the newest one if there was nothing to commit
   */
  long commit();

  /** Whether it covers a key for writing. */
  boolean isExclusive(String key);

  /**
   * Lets others read under guards beside this one: all it covers is shared from now.
   *
   * @throws IllegalStateException it has writes that are not committed
   */
  void downgrade();

  /** Whether it has been closed. */
  boolean isClosed();

  /**
   * Releases what it holds to whoever is next; what is not committed is gone. If a commit is under
   * way in another thread, that goes to its end, and releases then. Idempotent.
   */
  @Override
  void close();
}

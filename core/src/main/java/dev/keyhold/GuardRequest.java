package dev.keyhold;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.LimitException;
import dev.keyhold.error.WaitTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A request for a guard on keys and ranges, to be made in one of several ways. All of it is granted
 * together, first come, first served among requests that conflict; where parts overlap, the
 * exclusive one counts.
 *
 * {@snippet :
 * try (KeyGuard guard = db.guards().exclusive("order:7").shared(KeyRange.prefix("price:")).lock()) {
 *   guard.insert("order:7", total(guard.scan(KeyRange.prefix("price:"))));
 *   guard.commit();
 * }
 * }
 *
 * <p>Collected by one task, and used once.
 */
public interface GuardRequest {

  /** Adds keys, existing or not, for writing. */
  GuardRequest exclusive(String... keys);

  /** Adds keys, existing or not, for writing. */
  GuardRequest exclusive(Collection<String> keys);

  /** Adds a range, with the keys in it that do not exist yet, for writing. */
  GuardRequest exclusive(KeyRange range);

  /** Adds keys, existing or not, for reading. */
  GuardRequest shared(String... keys);

  /** Adds keys, existing or not, for reading. */
  GuardRequest shared(Collection<String> keys);

  /** Adds a range, with the keys in it that do not exist yet, for reading. */
  GuardRequest shared(KeyRange range);

  /**
   * Waits in line for it.
   *
   * @throws InterruptedException interrupted while waiting; nothing is held
   * @throws WaitTimeoutException it took longer than {@link KeyholdBuilder#waitMax}
   * @throws DeadlockException waiting would never end
   * @throws IllegalArgumentException nothing is asked for
   * @throws LimitException too many ranges are held or waited for
   */
  KeyGuard lock() throws InterruptedException;

  /** The same without regard to interrupts: one that comes is kept for the caller. */
  KeyGuard lockUninterruptibly();

  /** A guard if it is to be had now, without overtaking anybody. */
  Optional<KeyGuard> tryLock();

  /**
   * A guard if it is to be had within a time.
   *
   * @param waitMax not negative
   */
  Optional<KeyGuard> tryLock(Duration waitMax) throws InterruptedException;

  /** Asks for it without blocking; cancel the future to leave the line. */
  CompletableFuture<KeyGuard> lockAsync();
}

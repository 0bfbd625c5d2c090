package dev.keyhold.sync;

import dev.keyhold.error.GuardClosedException;

/**
 * The right to use what a lock owns, until it is closed. Get one from a lock, in a
 * try-with-resources statement:
 *
 * <pre>{@code
 * try (Guard<Database> guard = shared.lock()) {
 *   guard.get().insert("my-key", 1);
 * }
 * }</pre>
 *
 * <p>Do not keep what {@link #get} gives beyond {@link #close}: nothing stops it from being used,
 * and somebody else has it by then.
 *
 * <p>A guard is used by one task at a time. It may be handed to another one (in a way that
 * publishes it safely: a queue, a future, a started thread) unless its lock says otherwise ({@link
 * BlockingMutex}); say so with {@link #moveTo}, and reports and deadlock detection follow it.
 *
 * @param <T> what the lock owns
 */
public sealed interface Guard<T> extends AutoCloseable permits BlockingGuard, MutexGuard {

  /**
   * What the lock owns.
   *
   * @throws GuardClosedException this guard has been closed; says where, if recorded
   */
  T get();

  /**
   * Releases the lock and hands it to whoever is next. Closing again does nothing. Everything done
   * before is seen by whoever acquires next.
   *
   * <p>Callbacks of futures that are granted by this release run in here, on this thread; what they
   * throw goes to their own futures.
   */
  @Override
  void close();

  /** Whether this guard has been closed. */
  boolean isClosed();

  /**
   * Says that this guard now belongs to {@code task}: reports show it, and a deadlock that it would
   * be part of is found. If the move itself closes a circle of waiting, the newest request in it
   * fails with a {@link dev.keyhold.error.DeadlockException}.
   *
   * @throws GuardClosedException this guard has been closed
   */
  void moveTo(Task task);
}

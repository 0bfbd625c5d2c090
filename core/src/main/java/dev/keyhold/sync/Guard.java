package dev.keyhold.sync;

import dev.keyhold.check.MustClose;
import dev.keyhold.error.GuardClosedException;
import java.util.function.Function;

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
@MustClose
public sealed interface Guard<T> extends AutoCloseable
    permits BlockingGuard, ExclusiveGuard, MappedGuard, SharedGuard {

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

  /**
   * A guard of a part of the data, to pass on to code that should see no more. It is another handle
   * on the same hold: closing either releases the whole lock, and closes the other.
   *
   * <pre>{@code
   * try (Guard<Account> account = bank.lock().map(b -> b.account("ada"))) { … }
   * }</pre>
   *
   * @param part leads from the data to a part of it; called once, now
   * @throws GuardClosedException this guard has been closed
   * @throws NullPointerException there is no such part. If {@code part} returns null or throws,
   *     this guard stays as it is: in the example nobody would have it, so where that can happen,
   *     keep the first guard in a variable of its own
   */
  default <U> Guard<U> map(Function<? super T, ? extends U> part) {
    return MappedGuard.of(this, part);
  }
}

package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.PoisonedException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock that owns its data, for short sections on one thread. Its guard is bound to the thread
 * that acquired it and must be closed before the task suspends; see {@link Mutex} for one that need
 * not.
 *
 * <p><b>Fairness.</b> Newcomers may overtake those who wait: a running task that finds the lock
 * free takes it, which under contention saves most of the waking and is many times as fast as
 * order. It ends for the first in line once it has been first for a while: then it is handed the
 * lock at the next release that looks at the clock, and the next in line has its turn. The while is
 * ten microseconds where threads wake up quickly, more where they do not, and a millisecond at the
 * most. A release looks at the clock if the first in line sleeps, and otherwise one in 64 does. So
 * nobody starves, and order is not promised.
 *
 * <p><b>Suspension.</b> If the guard is kept while the task gives its thread to another one (an
 * event loop's callback returns), and that one asks for the lock, the thread would have to wait for
 * itself. It gets a {@link DeadlockException} instead, which names that mistake and both places, as
 * far as they are recorded ({@link Locks#record}). A virtual thread that sleeps with the guard
 * deadlocks nothing; it makes everyone else wait.
 *
 * <p><b>Poison.</b> A throw from {@link #with} leaves this mutex poisoned, unless it was made with
 * {@link LockOptions#poisonOnThrow poisonOnThrow(false)}: every request fails with a {@link
 * PoisonedException} until {@link #repair} or {@link #clearPoison}. A throw past a guard does not:
 * a guard cannot know why it is closed.
 *
 * <p>Deadlock, giving up and memory effects are as for {@link Mutex}.
 *
 * @param <T> what it owns; safe to use without further ado between getting and closing a guard
 */
public final class BlockingMutex<T> extends BargingLock {
  private final T data;

  private BlockingMutex(LockOptions options, T data) {
    super(options);
    this.data = data;
  }

  /**
   * A mutex around new data.
   *
   * @param data makes the data, so that nobody else has it
   */
  public static <T> BlockingMutex<T> of(Supplier<? extends T> data) {
    return of(LockOptions.defaults(), data);
  }

  /**
   * A mutex around new data, with a name or without poisoning.
   *
   * @param options name and poisoning (on unless switched off)
   * @param data makes the data, so that nobody else has it
   */
  public static <T> BlockingMutex<T> of(LockOptions options, Supplier<? extends T> data) {
    return new BlockingMutex<>(options, Objects.requireNonNull(data.get(), "the data is null"));
  }

  /**
   * Waits for the lock.
   *
   * @throws InterruptedException interrupted before or while waiting; the request has left the line
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this mutex is poisoned
   */
  public BlockingGuard<T> lock() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (!acquireFast()) {
      acquire(true, Long.MAX_VALUE);
    }
    return new BlockingGuard<>(this);
  }

  /**
   * Waits for the lock and puts interrupts off: the flag is set when this returns.
   *
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this mutex is poisoned
   */
  public BlockingGuard<T> lockUninterruptibly() {
    acquireUninterruptibly();
    return new BlockingGuard<>(this);
  }

  /**
   * Takes the lock if it is free, whoever waits.
   *
   * @return null: not now. {@code try (var guard = mutex.tryLock())} takes null, and closes nothing
   * @throws PoisonedException this mutex is poisoned
   */
  public @Nullable BlockingGuard<T> tryLock() {
    return tryAcquire() ? new BlockingGuard<>(this) : null;
  }

  /**
   * Waits for the lock, but not for longer than {@code timeout}.
   *
   * @param timeout zero: like {@link #tryLock()}
   * @return null: out of time
   * @throws InterruptedException interrupted before or while waiting; the request has left the line
   * @throws IllegalArgumentException the timeout is negative
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this mutex is poisoned
   */
  public @Nullable BlockingGuard<T> tryLock(Duration timeout) throws InterruptedException {
    long nanos = Timeouts.nanos(timeout);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    boolean acquired = nanos == 0 ? tryAcquire() : acquireFast() || acquire(true, nanos);
    return acquired ? new BlockingGuard<>(this) : null;
  }

  /**
   * Runs {@code function} with the data, under this mutex, on the current thread. Waits without
   * regard to interrupts.
   *
   * @return what {@code function} returns; not the data itself, please
   * @throws X what {@code function} throws; poisons this mutex unless it was made not to
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this mutex is poisoned
   */
  public <R extends @Nullable Object, X extends Throwable> R with(
      ThrowingFunction<? super T, ? extends R, X> function) throws X {
    acquireUninterruptibly();
    try {
      return function.apply(data);
    } catch (Throwable e) {
      poisonIfAsked(e);
      throw e;
    } finally {
      release();
    }
  }

  /**
   * Runs {@code function} with the data although this mutex is poisoned, and clears the poison if
   * it returns. Waits without regard to interrupts.
   *
   * @throws X what {@code function} throws; the poison stays
   * @throws DeadlockException the request could never be granted
   */
  public <R extends @Nullable Object, X extends Throwable> R repair(
      ThrowingFunction<? super T, ? extends R, X> function) throws X {
    try {
      acquireEvenPoisoned(false, Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
    try {
      R result = function.apply(data);
      clearPoison();
      return result;
    } finally {
      release();
    }
  }

  private void acquireUninterruptibly() {
    if (acquireFast()) {
      return;
    }
    try {
      acquire(false, Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  @Override
  String kind() {
    return "blocking mutex";
  }

  T data() {
    return data;
  }
}

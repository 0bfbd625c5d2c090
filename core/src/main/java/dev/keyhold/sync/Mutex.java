package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.PoisonedException;
import dev.keyhold.internal.wait.Mode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock that owns its data and serves strictly first come, first served. Its guard may be held
 * while the task that has it waits for something else, and may be closed by another task or thread.
 *
 * <p><b>Which one should I use?</b> This one when a guard may be held across a suspension: a sleep,
 * a call, a future; or when those who wait must not block a thread ({@link #lockAsync}); or when
 * order matters. {@link BlockingMutex} when every section is a few operations on data in memory: it
 * lets newcomers overtake, and gains its speed under contention from that. Under contention, {@link
 * #submit} is the fast form of this one.
 *
 * <p><b>Fairness.</b> A request's place in line is fixed when it is made. Requests are granted in
 * that order, whatever their form. While somebody waits, the lock goes from hand to hand and is
 * never free: no form overtakes, {@link #tryLock()} included. Who waits for a condition of the data
 * ({@link #lockWhen}, {@link #awaitUntil}) keeps its place too, and lets others pass as long as the
 * condition does not hold.
 *
 * <p><b>Giving up.</b> A wait that is interrupted, times out or is cancelled leaves the line at
 * once and costs its place, nothing else. Only {@link #awaitUntil} comes back with the mutex,
 * because it came with it, and so waits until that is free. If it was granted in the same moment,
 * either the grant stands (and the interrupt flag with it) or it goes to the next in line.
 *
 * <p><b>Deadlock.</b> A request that could never be granted, because its own task holds this mutex
 * or a circle of tasks waits for each other, fails with a {@link DeadlockException} at once,
 * whether it has a time limit or not. Guards already held stay as they are.
 *
 * <p><b>Memory.</b> Everything done before a release is seen by whoever acquires next.
 *
 * <p><b>Poison.</b> If made with {@link LockOptions#poisonOnThrow}, a throw from a scoped form
 * leaves this mutex poisoned: every request fails with a {@link PoisonedException} until {@link
 * #clearPoison}.
 *
 * @param <T> what it owns; safe to use without further ado between getting and closing a guard
 */
public final class Mutex<T> extends ConditionMutex<T> implements LockPart<T> {
  private Mutex(LockOptions options, T data) {
    super(options, data);
  }

  /**
   * A mutex around new data.
   *
   * @param data makes the data, so that nobody else has it
   */
  public static <T> Mutex<T> of(Supplier<? extends T> data) {
    return of(LockOptions.defaults(), data);
  }

  /**
   * A mutex around new data, with a name or poisoning.
   *
   * @param options name and poisoning (off unless asked for)
   * @param data makes the data, so that nobody else has it
   */
  public static <T> Mutex<T> of(LockOptions options, Supplier<? extends T> data) {
    return KnownLocks.made(
        new Mutex<>(options, Objects.requireNonNull(data.get(), "the data is null")));
  }

  /**
   * Waits for its turn. A virtual thread parks and pins nothing.
   *
   * @throws InterruptedException interrupted before or while waiting; the request has left the line
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this mutex is poisoned
   */
  public Guard<T> lock() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long ticket = acquireFast();
    return ticket != 0
        ? new MutexGuard<>(this, ticket, null)
        : guard(acquire(true, Long.MAX_VALUE));
  }

  /**
   * Waits for its turn and puts interrupts off: the flag is set when this returns.
   *
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this mutex is poisoned
   */
  public Guard<T> lockUninterruptibly() {
    long ticket = acquireFast();
    return guard(ticket != 0 ? ticket : acquireUninterruptibly());
  }

  /**
   * Takes the mutex if nobody has it or waits for it.
   *
   * @return null: not now. {@code try (var guard = mutex.tryLock())} takes null, and closes nothing
   * @throws PoisonedException this mutex is poisoned
   */
  public @Nullable Guard<T> tryLock() {
    long ticket = tryAcquire();
    return ticket == 0 ? null : guard(ticket);
  }

  /**
   * Waits for its turn, but not for longer than {@code timeout}.
   *
   * @param timeout zero: like {@link #tryLock()}
   * @return null: out of time
   * @throws InterruptedException interrupted before or while waiting; the request has left the line
   * @throws IllegalArgumentException the timeout is negative
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this mutex is poisoned
   */
  public @Nullable Guard<T> tryLock(Duration timeout) throws InterruptedException {
    long nanos = Timeouts.nanos(timeout);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long ticket = nanos == 0 ? tryAcquire() : acquireFast();
    if (ticket == 0 && nanos != 0) {
      ticket = acquire(true, nanos);
    }
    return ticket == 0 ? null : guard(ticket);
  }

  /**
   * Asks for the mutex without blocking. The place in line is fixed now, whenever somebody looks at
   * the future.
   *
   * <p>The future fails with a {@link DeadlockException} or a {@link PoisonedException} where
   * {@link #lock} would throw it. Cancelling it (or {@code completeExceptionally}, {@code
   * orTimeout}) gives the request up; cancelling a stage <em>derived</em> from it does not reach
   * it: the guard is then granted and never picked up, and {@link #report} says so. Nobody but this
   * mutex can complete it with a value.
   *
   * <p>Callbacks run on the thread that releases (or on another, if it is busy with many), so they
   * should be short; give an executor to {@code thenAcceptAsync} to run them elsewhere. They may
   * take locks and close guards.
   *
   * <p>Within {@link Task#run} the request belongs to that task. Otherwise it belongs to nobody in
   * particular, until a thread joins the future: then the guard is that thread's.
   */
  public CompletableFuture<Guard<T>> lockAsync() {
    return LockRequest.make(null, this, Mode.EXCLUSIVE, this::unclaimedGuard).ask(this::join);
  }

  /**
   * The same for a task that goes on in the future's callbacks. Until the future is done the task
   * is taken to wait, and to release nothing: circles of waiting that go through it are found.
   *
   * @param task whose request and guard it is, and whom synchronous callbacks run as
   */
  public CompletableFuture<Guard<T>> lockAsync(Task task) {
    return LockRequest.make(task, this, Mode.EXCLUSIVE, this::unclaimedGuard).ask(this::join);
  }

  /**
   * Runs {@code function} with the data, under this mutex, on the current thread. Waits its turn
   * without regard to interrupts.
   *
   * @return what {@code function} returns; not the data itself, please
   * @throws X what {@code function} throws; poisons this mutex if it was made to
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this mutex is poisoned
   */
  public <R extends @Nullable Object, X extends Throwable> R with(
      ThrowingFunction<? super T, ? extends R, X> function) throws X {
    long ticket = acquireFast();
    return with(ticket != 0 ? ticket : acquireUninterruptibly(), data(), function);
  }

  /**
   * Runs {@code function} with the data, under this mutex, in its turn, on whatever thread releases
   * the mutex then; on the current one, before this returns, if it is free. Nobody is woken to hold
   * the mutex, so under contention this is several times as fast as any other form.
   *
   * <p>Keep it short, and do not wait in it: it may run on a stranger's thread, which may hold
   * other locks. A thread runs a bounded batch and lets another go on. The future is completed
   * after the mutex has been passed on; it fails with what {@code function} throws. Cancelling the
   * future keeps the function from running if its turn has not come.
   */
  public <R extends @Nullable Object> CompletableFuture<R> submit(
      ThrowingFunction<? super T, ? extends R, ?> function) {
    return Submission.of(this, function);
  }

  /**
   * Runs {@code function} with the data although this mutex is poisoned, and clears the poison if
   * it returns. Waits its turn without regard to interrupts.
   *
   * @throws X what {@code function} throws; the poison stays
   * @throws DeadlockException the request could never be granted
   */
  public <R extends @Nullable Object, X extends Throwable> R repair(
      ThrowingFunction<? super T, ? extends R, X> function) throws X {
    return repair(data(), function);
  }

  @Override
  String kind() {
    return "mutex";
  }
}

package dev.keyhold.sync;

import dev.keyhold.error.ConditionFailedException;
import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.KeyholdException;
import dev.keyhold.error.PoisonedException;
import dev.keyhold.internal.wait.Condition;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.ParkedWaiter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
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
public final class Mutex<T> extends ConditionLock implements LockPart<T> {
  private final T data;

  private Mutex(LockOptions options, T data) {
    super(options);
    this.data = data;
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
    return with(ticket != 0 ? ticket : acquireUninterruptibly(), data, function);
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

  // ── when the data is as one needs it ───────────────────────────────────────────────────────

  /**
   * Waits until it is its turn and {@code condition} holds of the data. Requests are granted in
   * order among those whose condition holds; one whose condition does not hold delays nobody.
   *
   * <p>The condition is tested while nobody else has the data: once by this thread if the mutex is
   * free, and then on whatever thread is about to pass the mutex on, after each time that somebody
   * has had it, until it holds. So it must depend on nothing but the data, be quick, and change
   * nothing: a change in what else it looks at wakes nobody, and everybody else waits for the test.
   * It may ask for {@link #report}; locking this mutex in it is a deadlock, and fails. Everything
   * done under this mutex before is seen by the test and by this thread.
   *
   * @param condition what must hold of the data. If it throws anything, this request alone fails
   * @return a guard; the condition holds until its holder changes the data
   * @throws InterruptedException interrupted before or while waiting; the request has left the line
   * @throws ConditionFailedException the condition threw, which is the cause; the request has left
   *     the line, this mutex is unharmed
   * @throws DeadlockException the request could never be granted: this task has the mutex, or
   *     whoever has it waits for this task. That nobody is left who would make the condition true
   *     is not found
   * @throws PoisonedException this mutex is poisoned, or has become so while the request waited;
   *     the condition is not tested then
   */
  public Guard<T> lockWhen(Predicate<? super T> condition) throws InterruptedException {
    return Objects.requireNonNull(
        lockWhen(condition, Long.MAX_VALUE), "a wait without limit was out of time");
  }

  /**
   * The same, but not for longer than {@code timeout}.
   *
   * @param timeout zero: takes the mutex if it is free and the condition holds; a mutex that this
   *     task has itself is not free, and no deadlock
   * @return null: out of time
   * @throws InterruptedException interrupted before or while waiting; the request has left the line
   * @throws IllegalArgumentException the timeout is negative
   * @throws ConditionFailedException the condition threw; this mutex is unharmed
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this mutex is poisoned
   */
  public @Nullable Guard<T> tryLockWhen(Predicate<? super T> condition, Duration timeout)
      throws InterruptedException {
    return lockWhen(condition, Timeouts.nanos(timeout));
  }

  private @Nullable Guard<T> lockWhen(Predicate<? super T> predicate, long nanosMax)
      throws InterruptedException {
    Condition condition = condition(predicate, false);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Host host = Host.current();
    host.point();
    ParkedWaiter waiter = waiter(Mode.EXCLUSIVE, host);
    waiter.require(condition);
    if (!await(waiter, nanosMax == 0 ? this::joinIfFree : this::joinWhen, true, nanosMax)) {
      return null;
    }
    refuseUnmet(waiter.ticket(), condition);
    return guard(waiter.ticket());
  }

  private Condition condition(Predicate<? super T> predicate, boolean keeps) {
    Objects.requireNonNull(predicate, "condition");
    return new Condition(() -> predicate.test(data), keeps);
  }

  /** If what was granted is not what was asked for, ends the hold and throws. */
  private void refuseUnmet(long ticket, Condition condition) {
    KeyholdException unmet = unmet(condition, "the request has left the line");
    if (unmet != null) {
      release(ticket);
      throw unmet;
    }
  }

  /** Why a waiter that was granted does not get what it asked for; null: it does, or gave up. */
  private @Nullable KeyholdException unmet(Condition condition, String outcome) {
    Throwable refusal = condition.refusal();
    if (refusal != null) {
      return poisoned(refusal);
    }
    Throwable failure = condition.failure();
    return failure == null
        ? null
        : new ConditionFailedException(
            "the condition of a request for %s threw %s; %s".formatted(target(), failure, outcome),
            failure);
  }

  /**
   * {@link #lockWhen} without blocking; what {@link #lockAsync()} says of its future holds here.
   * The future fails where {@link #lockWhen} would throw.
   */
  public CompletableFuture<Guard<T>> lockWhenAsync(Predicate<? super T> condition) {
    return conditional(null, condition).ask(this::joinWhen);
  }

  /** The same for a task that goes on in the future's callbacks; see {@link #lockAsync(Task)}. */
  public CompletableFuture<Guard<T>> lockWhenAsync(Task task, Predicate<? super T> condition) {
    return conditional(task, condition).ask(this::joinWhen);
  }

  @SuppressWarnings(
      "keyhold:R3: refused, the hold is released by its ticket, and no guard given out")
  private LockRequest<Guard<T>> conditional(@Nullable Task task, Predicate<? super T> predicate) {
    Condition condition = condition(predicate, false);
    LockRequest<Guard<T>> request =
        LockRequest.make(
            task,
            this,
            Mode.EXCLUSIVE,
            granted -> {
              Guard<T> guard = unclaimedGuard(granted);
              refuseUnmet(granted.ticket(), condition);
              return guard;
            });
    request.require(condition);
    return request;
  }

  /**
   * Gives the mutex away until {@code condition} holds of the data, and has it again then, under
   * the same guard. Nothing that happens in between is missed: see {@link #lockWhen}, which also
   * says what a condition may do. If it holds already, the mutex is kept, whoever waits.
   *
   * <pre>{@code
   * try (Guard<Deque<Job>> guard = jobs.lock()) {
   *   jobs.awaitUntil(guard, waiting -> !waiting.isEmpty());
   *   run(guard.get().remove());
   * }
   * }</pre>
   *
   * <p>The place in line is at the end, from the moment the mutex is given away. Meanwhile the
   * guard is as good as closed; guards made of it by {@link Guard#map} come back with it. It
   * belongs to the current task then, whoever had it before. It has the mutex again however the
   * wait ends, except as said below; so an interrupted wait, too, lasts until the mutex is free.
   *
   * @param guard an open guard of this mutex, as {@link #lock} and its like give it
   * @throws InterruptedException interrupted before or while waiting; the guard has the mutex. If
   *     the condition holds once it is back, the wait ends well instead, with the interrupt flag
   *     set
   * @throws ConditionFailedException the condition threw, which is the cause; the guard has the
   *     mutex
   * @throws PoisonedException this mutex is poisoned, or has become so meanwhile; the guard has the
   *     mutex, and {@link #clearPoison} says that the data is sound
   * @throws DeadlockException the mutex can never come back, because whoever has it waits for this
   *     task; the guard is closed
   * @throws GuardClosedException the guard has been closed, before or by another thread meanwhile;
   *     the latter is noticed when the mutex would be back
   * @throws IllegalArgumentException the guard is not of this mutex, or of a part of its data
   */
  public void awaitUntil(Guard<T> guard, Predicate<? super T> condition)
      throws InterruptedException {
    awaitUntil(guard, condition, Long.MAX_VALUE);
  }

  /**
   * The same, but not for longer than {@code timeout}, and what it takes until the mutex is free.
   *
   * @param timeout zero: tests the condition, and keeps the mutex
   * @return whether the condition holds; the guard has the mutex in either case
   * @throws InterruptedException interrupted before or while waiting; the guard has the mutex
   * @throws IllegalArgumentException the timeout is negative, or the guard not of this mutex
   * @throws ConditionFailedException the condition threw; the guard has the mutex
   * @throws PoisonedException this mutex is poisoned; the guard has the mutex
   * @throws DeadlockException the mutex can never come back; the guard is closed
   * @throws GuardClosedException the guard has been closed, before or meanwhile
   */
  public boolean awaitUntil(Guard<T> guard, Predicate<? super T> condition, Duration timeout)
      throws InterruptedException {
    return awaitUntil(guard, condition, Timeouts.nanos(timeout));
  }

  private boolean awaitUntil(Guard<T> guard, Predicate<? super T> predicate, long nanosMax)
      throws InterruptedException {
    Condition condition = condition(predicate, true);
    MutexGuard<T> own = requireOwn(guard);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    test(condition);
    if (!condition.isServable() && nanosMax > 0) {
      giveAway(own, condition, nanosMax);
    }
    KeyholdException unmet = unmet(condition, "the guard has the mutex");
    if (unmet != null) {
      throw unmet;
    }
    if (!condition.isMet() && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return condition.isMet();
  }

  /** Tests under the caller's own guard. */
  private void test(Condition condition) {
    Throwable poison = poison();
    if (poison != null) {
      condition.refuse(poison);
    } else {
      condition.test(0);
    }
  }

  private void giveAway(MutexGuard<T> guard, Condition condition, long nanosMax)
      throws InterruptedException {
    ParkedWaiter waiter = waiter(Mode.EXCLUSIVE, Host.current());
    waiter.require(condition);
    guard.endKnown();
    try {
      await(waiter, queued -> joinReleasing(guard.ticket(), queued), true, nanosMax);
    } catch (DeadlockException e) {
      guard.markClosed();
      throw e;
    }
    if (!guard.renew(waiter.ticket(), currentHold(waiter.ticket()))) {
      throw guard.closedError();
    }
  }

  /**
   * {@link #awaitUntil} without blocking. The guard is closed when this returns; the future's takes
   * its place. If the condition holds already, the future is completed. Given up, the request
   * leaves the line; then, and where the future fails (with a {@link ConditionFailedException}, a
   * {@link PoisonedException} or a {@link DeadlockException}), there is no guard any more. What
   * {@link #lockAsync()} says of its future holds here.
   *
   * @param guard an open guard of this mutex, as {@link #lock} and its like give it
   * @throws GuardClosedException the guard has been closed
   * @throws IllegalArgumentException the guard is not of this mutex, or of a part of its data
   */
  public CompletableFuture<Guard<T>> awaitUntilAsync(
      Guard<T> guard, Predicate<? super T> condition) {
    Condition now = condition(condition, true);
    MutexGuard<T> own = requireOwn(guard);
    test(now);
    if (now.isServable()) {
      return kept(own, unmet(now, "the guard has been closed"));
    }
    own.endKnown();
    own.markClosed();
    return conditional(null, condition).ask(waiter -> joinReleasing(own.ticket(), waiter));
  }

  /** The hold goes on under another guard; or ends, and this is why. */
  private CompletableFuture<Guard<T>> kept(MutexGuard<T> guard, @Nullable KeyholdException unmet) {
    if (unmet != null) {
      guard.close();
      return CompletableFuture.failedFuture(unmet);
    }
    guard.markClosed();
    return CompletableFuture.completedFuture(guard(guard.ticket()));
  }

  private MutexGuard<T> requireOwn(Guard<T> guard) {
    if (!(guard instanceof MutexGuard<T> own) || own.lock() != this) {
      throw new IllegalArgumentException(
          "%s is not a guard that %s has given: pass the one that lock() returned"
              .formatted(guard, target()));
    }
    if (own.isClosed()) {
      throw own.closedError();
    }
    return own;
  }

  private Guard<T> guard(long ticket) {
    return new MutexGuard<>(this, ticket, currentHold(ticket));
  }

  private Guard<T> unclaimedGuard(LockRequest<?> request) {
    Hold hold = unclaimed(request, request.waitedNanos());
    refusePoisoned(request.ticket());
    return new MutexGuard<>(this, request.ticket(), hold);
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
    return repair(data, function);
  }

  @Override
  String kind() {
    return "mutex";
  }

  T data() {
    return data;
  }
}

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
import org.jspecify.annotations.Nullable;

/**
 * The data of a {@link Mutex}, its guards, and the forms that wait until the data is as one needs
 * it.
 *
 * @param <T> what the mutex owns
 */
abstract sealed class ConditionMutex<T> extends ConditionLock permits Mutex {
  private final T data;

  ConditionMutex(LockOptions options, T data) {
    super(options);
    this.data = data;
  }

  // ── acquiring once a condition holds ───────────────────────────────────────────────────────

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
  public final Guard<T> lockWhen(Predicate<? super T> condition) throws InterruptedException {
    return guard(acquireWhen(condition, true, Long.MAX_VALUE));
  }

  /**
   * The same, putting interrupts off: the flag is set when this returns.
   *
   * @throws ConditionFailedException the condition threw; this mutex is unharmed
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this mutex is poisoned
   */
  public final Guard<T> lockWhenUninterruptibly(Predicate<? super T> condition) {
    return guard(acquireWhenUninterruptibly(condition));
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
  public final @Nullable Guard<T> tryLockWhen(Predicate<? super T> condition, Duration timeout)
      throws InterruptedException {
    long ticket = acquireWhen(condition, true, Timeouts.nanos(timeout));
    return ticket == 0 ? null : guard(ticket);
  }

  /**
   * Runs {@code function} with the data, under this mutex, on the current thread, once it is its
   * turn and {@code condition} holds. Waits without regard to interrupts.
   *
   * @param condition what must hold of the data; see {@link #lockWhen}
   * @return what {@code function} returns; not the data itself, please
   * @throws X what {@code function} throws; poisons this mutex if it was made to
   * @throws ConditionFailedException the condition threw; {@code function} has not run, this mutex
   *     is unharmed
   * @throws DeadlockException the request could never be granted
   * @throws PoisonedException this mutex is poisoned
   */
  public final <R extends @Nullable Object, X extends Throwable> R withWhen(
      Predicate<? super T> condition, ThrowingFunction<? super T, ? extends R, X> function)
      throws X {
    Objects.requireNonNull(function, "function");
    return with(acquireWhenUninterruptibly(condition), data, function);
  }

  private long acquireWhenUninterruptibly(Predicate<? super T> predicate) {
    try {
      return acquireWhen(predicate, false, Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  /** The ticket; 0: out of time. */
  private long acquireWhen(Predicate<? super T> predicate, boolean interruptible, long nanosMax)
      throws InterruptedException {
    Condition condition = condition(predicate, false);
    if (interruptible && Thread.interrupted()) {
      throw new InterruptedException();
    }
    Host host = Host.current();
    host.point();
    ParkedWaiter waiter = waiter(Mode.EXCLUSIVE, host);
    waiter.require(condition);
    Way way = nanosMax == 0 ? this::joinIfFree : this::joinWhen;
    if (!await(waiter, way, interruptible, nanosMax)) {
      return 0;
    }
    refuseUnmet(waiter.ticket(), condition);
    return waiter.ticket();
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
   * {@link #lockWhen} without blocking; what {@link Mutex#lockAsync()} says of its future holds
   * here. The future fails where {@link #lockWhen} would throw.
   */
  public final CompletableFuture<Guard<T>> lockWhenAsync(Predicate<? super T> condition) {
    return conditional(null, condition).ask(this::joinWhen);
  }

  /**
   * The same for a task that goes on in the future's callbacks; see {@link Mutex#lockAsync(Task)}.
   */
  public final CompletableFuture<Guard<T>> lockWhenAsync(
      Task task, Predicate<? super T> condition) {
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

  // ── giving away until a condition holds ────────────────────────────────────────────────────

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
   * @param guard an open guard of this mutex, as {@link Mutex#lock} and its like give it
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
  public final void awaitUntil(Guard<T> guard, Predicate<? super T> condition)
      throws InterruptedException {
    awaitUntil(guard, condition, true, Long.MAX_VALUE);
  }

  /**
   * The same, putting interrupts off: the flag is set when this returns.
   *
   * @throws IllegalArgumentException the guard is not of this mutex, or of a part of its data
   * @throws ConditionFailedException the condition threw; the guard has the mutex
   * @throws PoisonedException this mutex is poisoned; the guard has the mutex
   * @throws DeadlockException the mutex can never come back; the guard is closed
   * @throws GuardClosedException the guard has been closed, before or meanwhile
   */
  public final void awaitUntilUninterruptibly(Guard<T> guard, Predicate<? super T> condition) {
    try {
      awaitUntil(guard, condition, false, Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
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
  public final boolean awaitUntil(Guard<T> guard, Predicate<? super T> condition, Duration timeout)
      throws InterruptedException {
    return awaitUntil(guard, condition, true, Timeouts.nanos(timeout));
  }

  private boolean awaitUntil(
      Guard<T> guard, Predicate<? super T> predicate, boolean interruptible, long nanosMax)
      throws InterruptedException {
    Condition condition = condition(predicate, true);
    MutexGuard<T> own = requireOwn(guard);
    if (interruptible && Thread.interrupted()) {
      throw new InterruptedException();
    }
    test(condition);
    if (!condition.isServable() && nanosMax > 0) {
      giveAway(own, condition, interruptible, nanosMax);
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

  private void giveAway(
      MutexGuard<T> guard, Condition condition, boolean interruptible, long nanosMax)
      throws InterruptedException {
    ParkedWaiter waiter = waiter(Mode.EXCLUSIVE, Host.current());
    waiter.require(condition);
    guard.endKnown();
    try {
      await(waiter, queued -> joinReleasing(guard.ticket(), queued), interruptible, nanosMax);
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
   * {@link Mutex#lockAsync()} says of its future holds here.
   *
   * @param guard an open guard of this mutex, as {@link Mutex#lock} and its like give it
   * @throws GuardClosedException the guard has been closed
   * @throws IllegalArgumentException the guard is not of this mutex, or of a part of its data
   */
  public final CompletableFuture<Guard<T>> awaitUntilAsync(
      Guard<T> guard, Predicate<? super T> condition) {
    return giveAwayAsync(null, guard, condition);
  }

  /**
   * The same for a task that goes on in the future's callbacks; see {@link Mutex#lockAsync(Task)}.
   * The future's guard is the task's, whoever had the one that was given away.
   *
   * @param task whose request and guard it is, and whom synchronous callbacks run as
   * @param guard an open guard of this mutex, as {@link Mutex#lock} and its like give it
   * @throws GuardClosedException the guard has been closed
   * @throws IllegalArgumentException the guard is not of this mutex, or of a part of its data
   */
  public final CompletableFuture<Guard<T>> awaitUntilAsync(
      Task task, Guard<T> guard, Predicate<? super T> condition) {
    return giveAwayAsync(Objects.requireNonNull(task, "task"), guard, condition);
  }

  private CompletableFuture<Guard<T>> giveAwayAsync(
      @Nullable Task task, Guard<T> guard, Predicate<? super T> predicate) {
    Condition now = condition(predicate, true);
    MutexGuard<T> own = requireOwn(guard);
    test(now);
    if (now.isServable()) {
      return kept(task, own, unmet(now, "the guard has been closed"));
    }
    own.endKnown();
    own.markClosed();
    return conditional(task, predicate).ask(waiter -> joinReleasing(own.ticket(), waiter));
  }

  /** The hold goes on under another guard; or ends, and this is why. */
  private CompletableFuture<Guard<T>> kept(
      @Nullable Task task, MutexGuard<T> guard, @Nullable KeyholdException unmet) {
    if (unmet != null) {
      guard.close();
      return CompletableFuture.failedFuture(unmet);
    }
    guard.markClosed();
    Guard<T> goesOn = guard(guard.ticket());
    if (task != null) {
      goesOn.moveTo(task);
    }
    return CompletableFuture.completedFuture(goesOn);
  }

  // ── guards ─────────────────────────────────────────────────────────────────────────────────

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

  final Guard<T> guard(long ticket) {
    return new MutexGuard<>(this, ticket, currentHold(ticket));
  }

  final Guard<T> unclaimedGuard(LockRequest<?> request) {
    Hold hold = unclaimed(request, request.waitedNanos());
    refusePoisoned(request.ticket());
    return new MutexGuard<>(this, request.ticket(), hold);
  }

  final T data() {
    return data;
  }
}

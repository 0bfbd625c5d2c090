package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.PoisonedException;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.RequestFuture;
import dev.keyhold.internal.wait.Waiter;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A closure that waits for its turn under a {@link Mutex}, to be run by whoever releases.
 *
 * @param <T> what the mutex owns
 * @param <R> what the closure gives
 */
final class Submission<T, R> extends Waiter implements RequestFuture.Giver {
  private final Mutex<T> mutex;
  private final ThrowingFunction<? super T, ? extends R, ?> function;

  /** Whose identity the closure runs under; null: that of the thread that runs it. */
  private final @Nullable Owner task;

  private final String taskName;
  private final WaitObserver observer;
  private final RequestFuture<R> future = new RequestFuture<>(this);

  private @Nullable R result;
  private @Nullable Throwable failure;

  Submission(Mutex<T> mutex, ThrowingFunction<? super T, ? extends R, ?> function) {
    super(
        mutex,
        Mode.EXCLUSIVE,
        idOf(Owner.currentNamed()),
        Owner.NOBODY,
        Host.current().nanoTime(),
        Observing.site());
    this.mutex = mutex;
    this.function = function;
    task = Owner.currentNamed();
    taskName = Recording.idle() ? "" : Task.current().name();
    observer = WaitObserver.start(this);
  }

  private static long idOf(@Nullable Owner task) {
    return task == null ? Owner.ANONYMOUS : task.id();
  }

  /** Runs the closure now if the mutex is free, or else when its turn comes. */
  static <T, R> CompletableFuture<R> of(
      Mutex<T> mutex, ThrowingFunction<? super T, ? extends R, ?> function) {
    try {
      long ticket = mutex.acquireFast();
      return ticket != 0
          ? runNow(mutex, function, ticket)
          : new Submission<T, R>(mutex, function).make();
    } catch (PoisonedException | DeadlockException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T, R> CompletableFuture<R> runNow(
      Mutex<T> mutex, ThrowingFunction<? super T, ? extends R, ?> function, long ticket) {
    R result;
    try {
      result = function.apply(mutex.data());
    } catch (Throwable e) {
      mutex.poisonIfAsked(e);
      mutex.release(ticket);
      return CompletableFuture.failedFuture(e);
    }
    mutex.release(ticket);
    return CompletableFuture.completedFuture(result);
  }

  private CompletableFuture<R> make() {
    Host.current().point();
    boolean free;
    try {
      free = mutex.join(this) == 0;
    } catch (DeadlockException e) {
      observer.end(false);
      throw e;
    }
    if (free) {
      // The closure's thread can be stuck, so the hold is the thread's, as in a batch.
      long ticket = mutex.move(ticket(), Owner.currentThreadId(), ownerName());
      run(ticket);
      mutex.release(ticket);
      deliver();
    }
    return future;
  }

  @Override
  public void givenUp() {
    observer.end(false);
  }

  /**
   * Runs the closure; its lock is held with this ticket. Keeps what comes of it for {@link
   * #deliver}.
   */
  void run(long ticket) {
    if (mutex.isPoisoned()) {
      failure = mutex.poisoned();
      return;
    }
    Hold hold =
        Recording.idle() ? null : mutex.begun(ticket, ownerName(), site(), observer.waitedNanos());
    try {
      result = task == null ? apply() : task.bind().call(this::apply);
    } catch (Throwable e) {
      failure = e;
      mutex.poisonIfAsked(e);
    }
    if (hold != null) {
      Observing.end(mutex, hold);
    }
  }

  @SuppressWarnings("unchecked") // whatever is thrown goes into the future
  private R apply() throws Exception {
    return ((ThrowingFunction<T, R, Exception>) function).apply(mutex.data());
  }

  /** Tells what came of the closure; the lock has been passed on. */
  @Override
  public void deliver() {
    observer.end(state() == GRANTED);
    RuntimeException refusal = refusal();
    if (state() == WITHDRAWN && refusal != null) {
      future.refuse(refusal);
    } else if (failure != null) {
      future.refuse(failure);
    } else {
      future.deliver(result);
    }
  }

  @Override
  public String ownerName() {
    return taskName.isEmpty() ? super.ownerName() : taskName;
  }
}

package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.PoisonedException;
import dev.keyhold.internal.wait.Completions;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous request for the guard of a {@link Mutex}.
 *
 * @param <T> what the mutex owns
 */
final class LockRequest<T> extends Waiter implements Runnable, RequestFuture.Giver {
  private final Mutex<T> mutex;

  /** Whose identity callbacks run under; null: that of the thread that runs them. */
  private final @Nullable Owner task;

  /** Whether the task is taken to wait until the future is done. */
  private final boolean suspends;

  private final Thread requester = Thread.currentThread();
  private final WaitObserver observer;
  private final RequestFuture<Guard<T>> future = new GuardFuture<>(this);

  /**
   * A request from now.
   *
   * @param task who asks; null: nobody in particular
   * @param suspends whether the task waits meanwhile, as far as deadlocks are concerned
   */
  LockRequest(Mutex<T> mutex, @Nullable Owner task, boolean suspends) {
    super(
        mutex,
        task == null ? Owner.ANONYMOUS : task.id(),
        Owner.NOBODY,
        Host.current().nanoTime(),
        Observing.site());
    this.mutex = mutex;
    this.task = task;
    this.suspends = suspends && task != null;
    observer = WaitObserver.start(this);
  }

  /** Takes the lock or joins the queue; the future tells. */
  RequestFuture<Guard<T>> make() {
    Host.current().point();
    if (suspends) {
      // Before it can be granted: whoever grants takes it back.
      WaitGraph.publish(this);
    }
    try {
      if (mutex.join(this) == 0) {
        run();
      } else if (suspends) {
        WaitGraph.search(this);
      }
    } catch (DeadlockException e) {
      end(false);
      future.refuse(e);
    }
    return future;
  }

  @Override
  public void deliver() {
    Completions.run(this);
  }

  /** Completes the future. */
  @Override
  public void run() {
    RuntimeException refusal = refusal();
    if (state() == GRANTED) {
      grant();
    } else if (refusal != null) {
      end(false);
      future.refuse(refusal);
    }
  }

  private void grant() {
    end(true);
    MutexGuard<T> guard;
    try {
      Hold hold =
          Recording.idle()
              ? null
              : mutex.begun(ticket(), ownerName(), site(), observer.waitedNanos());
      mutex.refusePoisoned(ticket());
      guard = new MutexGuard<>(mutex, ticket(), mutex.unclaimed(this, hold));
    } catch (PoisonedException e) {
      future.refuse(e);
      return;
    }
    if (!(task == null ? future.deliver(guard) : task.bind().call(() -> future.deliver(guard)))) {
      guard.close();
    }
  }

  @Override
  public void givenUp() {
    end(false);
  }

  private void end(boolean granted) {
    if (suspends) {
      WaitGraph.leave(this);
    }
    observer.end(granted);
  }

  @Override
  public String ownerName() {
    return task == null ? "async request of " + Owner.describe(requester) : task.name();
  }

  private static final class GuardFuture<T> extends RequestFuture<Guard<T>> {
    GuardFuture(LockRequest<T> request) {
      super(request);
    }

    /** A guard that nobody in particular asked for belongs to the thread that waited for it. */
    @Override
    Guard<T> picked(Guard<T> guard) {
      if (request().owner() == Owner.ANONYMOUS && guard instanceof MutexGuard<T> fresh) {
        fresh.adopt();
      }
      return guard;
    }
  }
}

package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.KeyholdException;
import dev.keyhold.internal.wait.Completions;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous request for a guard.
 *
 * @param <G> the guard
 */
final class LockRequest<G extends Guard<?>> extends Waiter
    implements Runnable, RequestFuture.Giver {
  private final FifoLock lock;

  /** Whose identity callbacks run under; null: that of the thread that runs them. */
  private final @Nullable Owner task;

  /** Whether the task is taken to wait until the future is done. */
  private final boolean suspends;

  private final Maker<G> maker;
  private final Thread requester = Thread.currentThread();
  private final WaitObserver observer;
  private final RequestFuture<G> future = new GuardFuture<>(this);

  /** Makes the guard of a request that was granted. */
  @FunctionalInterface
  interface Maker<G extends Guard<?>> {
    /**
     * The guard of this request.
     *
     * @param hold known, and marked as unclaimed until the guard is used
     */
    G make(LockRequest<G> request, Hold hold);
  }

  /**
   * A request from now.
   *
   * @param task who asks; null: nobody in particular
   * @param suspends whether the task waits meanwhile, as far as deadlocks are concerned
   */
  private LockRequest(
      FifoLock lock, Mode mode, @Nullable Owner task, boolean suspends, Maker<G> maker) {
    super(
        lock,
        mode,
        task == null ? Owner.ANONYMOUS : task.id(),
        Owner.NOBODY,
        Host.current().nanoTime(),
        Observing.site());
    this.lock = lock;
    this.task = task;
    this.suspends = suspends && task != null;
    this.maker = maker;
    observer = WaitObserver.start(this);
  }

  /** A request of whoever the current thread runs as; of nobody if it runs as itself. */
  static <G extends Guard<?>> LockRequest<G> ofCurrent(FifoLock lock, Mode mode, Maker<G> maker) {
    return new LockRequest<>(lock, mode, Owner.currentNamed(), false, maker);
  }

  /** A request of a task that waits until it is done. */
  static <G extends Guard<?>> LockRequest<G> of(
      Task task, FifoLock lock, Mode mode, Maker<G> maker) {
    Owner owner = task.owner();
    return new LockRequest<>(lock, mode, owner, owner != null, maker);
  }

  /** Takes the lock or joins the queue; the future tells. */
  CompletableFuture<G> make() {
    return make(lock::join);
  }

  /** The same, joining in a way of its own. */
  CompletableFuture<G> make(FifoLock.Way way) {
    Host.current().point();
    try {
      if (way.join(this) == 0) {
        run();
      } else if (suspends) {
        WaitGraph.search(this);
      }
    } catch (DeadlockException | GuardClosedException e) {
      end(false);
      future.refuse(e);
    }
    return future;
  }

  /**
   * Published once it is in the queue, so that it can be withdrawn, and before it can be granted:
   * whoever grants takes it back.
   */
  @Override
  public void queued() {
    if (suspends) {
      WaitGraph.publish(this);
    }
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
    G guard;
    try {
      guard = maker.make(this, begun());
    } catch (KeyholdException e) {
      future.refuse(e);
      return;
    }
    if (!(task == null ? future.deliver(guard) : task.bind().call(() -> future.deliver(guard)))) {
      guard.close();
    } else if (task != null) {
      // The task may be stuck elsewhere by now, and hold this too: nobody else would notice.
      WaitGraph.moved(owner());
    }
  }

  private Hold begun() {
    Hold begun =
        Recording.idle()
            ? new Hold(
                ticket(),
                LockMode.of(mode()).name(),
                this::ownerName,
                null,
                Host.current().nanoTime(),
                site(),
                null)
            : Observing.begin(
                lock, ticket(), LockMode.of(mode()), ownerName(), site(), observer.waitedNanos());
    begun.markUnclaimed();
    return begun;
  }

  @Override
  public void givenUp() {
    end(false);
  }

  @Override
  public void grantGivenUp() {
    lock.disown(this);
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

  private static final class GuardFuture<G extends Guard<?>> extends RequestFuture<G> {
    GuardFuture(LockRequest<G> request) {
      super(request);
    }

    /** A guard that nobody in particular asked for belongs to the thread that waited for it. */
    @Override
    G picked(G guard) {
      if (request().owner() == Owner.ANONYMOUS) {
        if (guard instanceof ExclusiveGuard<?> alone) {
          alone.adopt();
        } else if (guard instanceof SharedGuard<?> shared) {
          shared.adopt();
        }
      }
      return guard;
    }
  }
}

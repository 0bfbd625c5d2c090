package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.error.KeyholdException;
import dev.keyhold.error.RolledBackException;
import dev.keyhold.internal.wait.Completions;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.RequestFuture;
import dev.keyhold.internal.wait.Structure;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous request for a guard.
 *
 * @param <G> the guard
 */
final class LockRequest<G> extends Waiter implements Runnable, RequestFuture.Giver {
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
  interface Maker<G> {
    /**
     * The guard of this request, which shows as unclaimed until it is used.
     *
     * @throws KeyholdException the lock cannot be given after all, and has been released
     */
    G make(LockRequest<G> request);
  }

  private LockRequest(
      Structure structure, Mode mode, @Nullable Owner task, boolean suspends, Maker<G> maker) {
    super(
        structure,
        mode,
        task == null ? Owner.ANONYMOUS : task.id(),
        Owner.NOBODY,
        Host.current().nanoTime(),
        Observing.site());
    this.task = task;
    this.suspends = suspends && task != null;
    this.maker = maker;
    observer = WaitObserver.start(this);
  }

  /**
   * A request from now.
   *
   * @param task who asks, and waits until the future is done as far as deadlocks are concerned;
   *     null: whoever the current thread runs as, who does not wait; nobody if it runs as itself
   */
  static <G> LockRequest<G> make(
      @Nullable Task task, Structure structure, Mode mode, Maker<G> maker) {
    return task == null
        ? new LockRequest<>(structure, mode, Owner.currentNamed(), false, maker)
        : new LockRequest<>(structure, mode, task.owner(), true, maker);
  }

  /** Takes what is asked for or joins the line in this way; the future tells. */
  CompletableFuture<G> ask(FifoLock.Way way) {
    Host.current().point();
    try {
      if (way.join(this) == 0) {
        run();
      } else if (suspends) {
        WaitGraph.search(this);
      }
    } catch (DeadlockException | RolledBackException | GuardClosedException e) {
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
      guard = maker.make(this);
    } catch (KeyholdException e) {
      future.refuse(e);
      return;
    }
    long holder = holder();
    boolean searches = holder != Owner.ANONYMOUS && !isLeftToOthers(holder);
    if (!(task == null ? future.deliver(guard) : task.bind().call(() -> future.deliver(guard)))) {
      giveBack(guard);
    } else if (searches) {
      // Whose it is may be stuck elsewhere by now, and hold this too: nobody else would notice.
      WaitGraph.moved(holder);
    }
  }

  /** Granted: whose the guard is. An upgrade is whose the upgradable guard was, whoever asked. */
  private long holder() {
    return mode() == Mode.UPGRADE ? Word.owner(ticket()) : owner();
  }

  /**
   * Whether the guard will be closed by others than the thread whose it is. A task is one flow, and
   * whatever hangs on the future belongs to it. A thread may serve many: if it is stuck elsewhere,
   * whoever waits for the future goes on without it.
   */
  private boolean isLeftToOthers(long holder) {
    return Owner.isThread(holder) && future.getNumberOfDependents() > 0;
  }

  private static void giveBack(Object guard) {
    switch (guard) {
      case Guard<?> one -> one.close();
      case AllGuard all -> all.close();
      default -> throw new AssertionError("not a guard: " + guard);
    }
  }

  /** Since the request was made; 0 if nobody wants to know. */
  long waitedNanos() {
    return observer.waitedNanos();
  }

  @Override
  public void givenUp() {
    end(false);
  }

  @Override
  public void grantGivenUp() {
    switch (structure()) {
      case FifoLock lock -> lock.disown(this);
      case AllRequest all -> all.disown();
      default -> throw new AssertionError("not a lock: " + structure());
    }
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

  private static final class GuardFuture<G> extends RequestFuture<G> {
    GuardFuture(LockRequest<G> request) {
      super(request);
    }

    /** A guard that nobody in particular asked for belongs to the thread that waited for it. */
    @Override
    protected G picked(G guard) {
      if (request().owner() == Owner.ANONYMOUS) {
        switch (guard) {
          case ExclusiveGuard<?> alone -> alone.adopt();
          case SharedGuard<?> shared -> shared.adopt();
          case AllGuard all -> all.adopt();
          default -> throw new AssertionError("not a guard: " + guard);
        }
      }
      return guard;
    }
  }
}

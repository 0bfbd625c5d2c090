package dev.keyhold.internal.wait;

import dev.keyhold.error.KeyholdException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request without a thread that waits: its future is completed by whoever grants it, and gives
 * something to be closed, such as a guard.
 *
 * @param <G> what the future gives
 */
public abstract class AsyncRequest<G> extends Waiter implements Runnable, RequestFuture.Giver {
  /** Whose identity callbacks run under; null: that of the thread that runs them. */
  private final @Nullable Owner task;

  /** Whether the task is taken to wait until the future is done. */
  private final boolean suspends;

  private final Thread requester = Thread.currentThread();
  private final RequestFuture<G> future = new Picked<>(this);

  /**
   * A request from now.
   *
   * @param structure what is asked for
   * @param mode how
   * @param task who asks; null: nobody in particular, and what is given belongs to the thread that
   *     waits for the future
   * @param suspends whether the task is taken to wait until the future is done, as far as deadlocks
   *     are concerned
   */
  protected AsyncRequest(Structure structure, Mode mode, @Nullable Owner task, boolean suspends) {
    super(
        structure,
        mode,
        task == null ? Owner.ANONYMOUS : task.id(),
        Owner.NOBODY,
        Host.current().nanoTime(),
        Site.now());
    this.task = task;
    this.suspends = suspends && task != null;
  }

  // ── what the structure knows ───────────────────────────────────────────────────────────────

  /**
   * Granted: what the future gives.
   *
   * @throws RuntimeException it cannot be given after all, and what was granted has been released
   */
  protected abstract G make();

  /** The future was given up before it had this. */
  protected abstract void giveBack(G given);

  /** Granted: whose it is. */
  protected abstract long holder();

  /** A thread has waited for this, which belongs to nobody in particular so far. */
  protected abstract void adopt(G given);

  /** The request has come to its end. */
  protected void ended(boolean granted) {}

  // ── the way of a request ───────────────────────────────────────────────────────────────────

  /**
   * Takes what is asked for or joins the line; the future tells.
   *
   * @param join whether it was granted at once
   */
  protected final CompletableFuture<G> ask(BooleanSupplier join) {
    Host.current().point();
    try {
      if (join.getAsBoolean()) {
        run();
      } else if (suspends) {
        WaitGraph.search(this);
      }
    } catch (KeyholdException e) {
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
  public final void queued() {
    if (suspends) {
      WaitGraph.publish(this);
    }
  }

  @Override
  public final void deliver() {
    Completions.run(this);
  }

  /** Completes the future. */
  @Override
  public final void run() {
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
    G given;
    try {
      given = make();
    } catch (RuntimeException e) {
      future.refuse(e);
      return;
    }
    // Whoever has it may pass it on, so this is asked before.
    long holder = holder();
    boolean searches = holder != Owner.ANONYMOUS && !isLeftToOthers(holder);
    if (!(task == null ? future.deliver(given) : task.bind().call(() -> future.deliver(given)))) {
      giveBack(given);
    } else if (searches) {
      // Whose it is may be stuck elsewhere by now, and hold this too: nobody else would notice.
      WaitGraph.moved(holder);
    }
  }

  /**
   * Whether what was granted will be closed by others than the thread whose it is. A task is one
   * flow, and whatever hangs on the future belongs to it. A thread may serve many: if it is stuck
   * elsewhere, whoever waits for the future goes on without it.
   */
  private boolean isLeftToOthers(long holder) {
    return Owner.isThread(holder) && future.getNumberOfDependents() > 0;
  }

  @Override
  public final void givenUp() {
    end(false);
  }

  private void end(boolean granted) {
    if (suspends) {
      WaitGraph.leave(this);
    }
    ended(granted);
  }

  @Override
  public final String ownerName() {
    return task == null ? "async request of " + Owner.describe(requester) : task.name();
  }

  /** What nobody in particular asked for belongs to the thread that waited for it. */
  private static final class Picked<G> extends RequestFuture<G> {
    private final AsyncRequest<G> asked;

    Picked(AsyncRequest<G> asked) {
      super(asked);
      this.asked = asked;
    }

    @Override
    protected G picked(G given) {
      if (asked.owner() == Owner.ANONYMOUS) {
        asked.adopt(given);
      }
      return given;
    }
  }
}

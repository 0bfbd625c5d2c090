package dev.keyhold.internal.guard;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.LimitException;
import dev.keyhold.error.RolledBackException;
import dev.keyhold.internal.wait.Completions;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.RequestFuture;
import dev.keyhold.internal.wait.Site;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous request for a claim.
 *
 * @param <G> what the future gives
 */
final class ClaimRequest<G> extends Waiter implements Runnable, RequestFuture.Giver {
  private final Claim claim;

  /** Whose identity callbacks run under; null: that of the thread that runs them. */
  private final @Nullable Owner task;

  /** Whether the task is taken to wait until the future is done. */
  private final boolean suspends;

  private final Function<Claim, G> guard;
  private final Thread requester = Thread.currentThread();
  private final RequestFuture<G> future = new ClaimFuture<>(this);

  private ClaimRequest(
      Claim claim, @Nullable Owner task, boolean suspends, Function<Claim, G> guard) {
    super(claim, claim.mode(), claim.owner(), Owner.NOBODY, Host.current().nanoTime(), Site.now());
    this.claim = claim;
    this.task = task;
    this.suspends = suspends;
    this.guard = guard;
  }

  /** See {@link GuardTable#acquireAsync}. */
  static <G> ClaimRequest<G> make(Claim claim, @Nullable Owner task, Function<Claim, G> guard) {
    Owner owner = task == null ? Owner.currentNamed() : task;
    claim.ownedBy(owner == null ? Owner.ANONYMOUS : owner.id());
    return new ClaimRequest<>(claim, owner, task != null, guard);
  }

  /** Takes what is asked for or joins the lines; the future tells. */
  CompletableFuture<G> ask() {
    try {
      if (claim.table.join(claim, this, null)) {
        run();
      } else if (suspends) {
        WaitGraph.search(this);
      }
    } catch (DeadlockException | RolledBackException | LimitException e) {
      end();
      future.refuse(e);
    }
    return future;
  }

  /** Published before it can be granted: whoever grants takes it back. */
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
      end();
      future.refuse(refusal);
    }
  }

  private void grant() {
    end();
    claim.noteUnclaimed(this);
    G made;
    try {
      made = guard.apply(claim);
    } catch (RuntimeException e) {
      claim.release();
      future.refuse(e);
      return;
    }
    // Whoever has the guard may pass it on: so it is asked for before.
    long owner = claim.owner();
    boolean delivered =
        task == null ? future.deliver(made) : task.bind().call(() -> future.deliver(made));
    if (!delivered) {
      claim.release();
    } else if (owner != Owner.ANONYMOUS) {
      // Whose it is may be stuck elsewhere by now, and hold this too: nobody else would notice.
      WaitGraph.moved(owner);
    }
  }

  @Override
  public void givenUp() {
    end();
  }

  @Override
  public void grantGivenUp() {
    claim.table.disown(claim);
  }

  private void end() {
    if (suspends) {
      WaitGraph.leave(this);
    }
  }

  @Override
  public String ownerName() {
    return task == null ? "async request of " + Owner.describe(requester) : task.name();
  }

  private static final class ClaimFuture<G> extends RequestFuture<G> {
    ClaimFuture(ClaimRequest<G> request) {
      super(request);
    }

    /** A claim that nobody in particular asked for belongs to the thread that waited for it. */
    @Override
    protected G picked(G guard) {
      if (request().structure() instanceof Claim claim && claim.owner() == Owner.ANONYMOUS) {
        claim.adopt();
      }
      return guard;
    }
  }
}

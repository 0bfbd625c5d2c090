package dev.keyhold.internal.guard;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.AsyncRequest;
import dev.keyhold.internal.wait.Owner;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous request for a claim.
 *
 * @param <G> what the future gives
 */
final class ClaimRequest<G> extends AsyncRequest<G> {
  private final Claim claim;

  /** While it waits. */
  private @Nullable GuardWait wait;

  private final Function<Claim, G> guard;

  private ClaimRequest(
      Claim claim, @Nullable Owner task, boolean suspends, Function<Claim, G> guard) {
    super(claim, claim.mode(), task, suspends);
    this.claim = claim;
    this.guard = guard;
  }

  /** See {@link GuardTable#acquireAsync}. */
  static <G> CompletableFuture<G> ask(Claim claim, @Nullable Owner task, Function<Claim, G> guard) {
    Owner owner = task == null ? Owner.currentNamed() : task;
    claim.ownedBy(owner == null ? Owner.ANONYMOUS : owner.id());
    ClaimRequest<G> request = new ClaimRequest<>(claim, owner, task != null, guard);
    return request.ask(request::join);
  }

  private boolean join() {
    GuardWait begun = GuardWait.begin(this, claim.table.figures());
    wait = begun; // before anybody can grant it, since whoever does ends it
    boolean waits = false;
    try {
      waits = !claim.table.join(claim, this, null);
      return !waits;
    } finally {
      if (!waits) {
        wait = null;
        begun.isNone();
      }
    }
  }

  @Override
  protected void ended(boolean granted) {
    GuardWait begun = wait;
    if (begun != null) {
      wait = null;
      begun.end(granted);
      if (refusal() instanceof DeadlockException) {
        claim.table.figures().deadlock();
      }
    }
  }

  @Override
  protected G make() {
    claim.noteUnclaimed(this);
    try {
      return guard.apply(claim);
    } catch (RuntimeException e) {
      claim.release();
      throw e;
    }
  }

  @Override
  protected void giveBack(G given) {
    claim.release();
  }

  @Override
  protected long holder() {
    return claim.owner();
  }

  @Override
  protected void adopt(G given) {
    if (claim.owner() == Owner.ANONYMOUS) {
      claim.adopt();
    }
  }

  @Override
  public void grantGivenUp() {
    claim.table.disown(claim);
  }
}

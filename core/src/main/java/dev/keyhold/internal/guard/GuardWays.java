package dev.keyhold.internal.guard;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.LimitException;
import dev.keyhold.error.RolledBackException;
import dev.keyhold.internal.wait.DeadlockText;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.Site;
import dev.keyhold.internal.wait.Structure.Blocker;
import dev.keyhold.internal.wait.Waiter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ways of acquiring a claim, and of giving a request up. The steps are {@link GuardTable}'s.
 */
abstract class GuardWays extends GuardLanes {
  private static final String OWN_ADVICE =
      "A task cannot wait for itself: claim all that it needs in one request, or write through the"
          + " guard that it holds.";

  private final WaitFigures figures = new WaitFigures();

  GuardWays(int slotCount) {
    super(slotCount);
  }

  // ── acquiring ──────────────────────────────────────────────────────────────────────────────

  /**
   * Takes it if it is to be had now and nobody in its way waits.
   *
   * @throws LimitException too many ranges are held or waited for
   */
  public final boolean tryAcquire(Claim claim) {
    prepare(claim);
    boolean taken = claim instanceof KeyClaim key && slots.take(key);
    return (taken && gate.isOpenTo((KeyClaim) claim)) || tryLatched(claim, taken);
  }

  private boolean tryLatched(Claim claim, boolean taken) {
    latch();
    try {
      boolean held = enterOrConfirm(claim, taken ? (KeyClaim) claim : null);
      if (!held) {
        leave(claim);
      }
      return held;
    } finally {
      unlatchAndTell();
    }
  }

  /**
   * Waits for it in line. An interrupt or the end of the time that comes with the grant is too
   * late.
   *
   * @param nanosMax how long at the most; {@link Long#MAX_VALUE}: for ever
   * @return false: out of time
   * @throws InterruptedException interrupted, before or while it waited; the claim has left the
   *     line
   * @throws DeadlockException it would wait for ever; the claim has left the line
   * @throws RolledBackException its task's transaction gives way; the claim has left the line
   * @throws LimitException too many ranges are held or waited for
   */
  public final boolean acquire(Claim claim, long nanosMax) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return acquire(claim, true, nanosMax);
  }

  /**
   * The same without regard to interrupts: one that comes is kept for the caller.
   *
   * @param nanosMax how long at the most; {@link Long#MAX_VALUE}: for ever
   * @return false: out of time
   */
  public final boolean acquireUninterruptibly(Claim claim, long nanosMax) {
    try {
      return acquire(claim, false, nanosMax);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  private boolean acquire(Claim claim, boolean interruptible, long nanosMax)
      throws InterruptedException {
    prepare(claim);
    boolean taken = claim instanceof KeyClaim key && slots.take(key);
    if (taken && gate.isOpenTo((KeyClaim) claim)) {
      return true;
    }
    return await(claim, taken ? (KeyClaim) claim : null, interruptible, nanosMax)
        != Grant.OUT_OF_TIME;
  }

  /**
   * Asks for it without blocking.
   *
   * @param task whose it is, and who waits until the future is done as far as deadlocks are
   *     concerned; null: whoever the current thread runs as, who does not wait
   * @param guard makes of the granted claim what the future gives; if it throws, the claim is
   *     released and the future fails
   * @return a future that can be cancelled until it is done; the claim leaves the line then
   */
  public final <G> CompletableFuture<G> acquireAsync(
      Claim claim, @Nullable Owner task, Function<Claim, G> guard) {
    return ClaimRequest.ask(claim, task, guard);
  }

  /** How a wait ended. */
  enum Grant {
    /** By the token that was thin before. */
    TAKEN,
    CLAIM,
    OUT_OF_TIME
  }

  /**
   * Enters the lines and waits.
   *
   * @param taken the token that is in the table already, tentative; null: none is
   */
  final Grant await(Claim claim, @Nullable Token taken, boolean interruptible, long nanosMax)
      throws InterruptedException {
    ParkedWaiter waiter =
        new ParkedWaiter(claim, claim.mode(), Host.current(), claim.owner(), Site.now());
    if (join(claim, waiter, taken)) {
      return Grant.TAKEN;
    }
    long deadline =
        nanosMax == Long.MAX_VALUE ? ParkedWaiter.NEVER : waiter.sinceNanos() + nanosMax;
    GuardWait wait = GuardWait.begin(waiter, figures);
    boolean granted = false;
    try {
      granted = waiter.await(interruptible, deadline, null, false);
    } catch (DeadlockException e) {
      figures.deadlock();
      throw e;
    } finally {
      wait.end(granted);
    }
    if (!granted) {
      figures.timeout();
      return Grant.OUT_OF_TIME;
    }
    claim.noteUnlessIdle();
    return Grant.CLAIM;
  }

  /** How often it was waited here, and how that ended. */
  public final WaitFigures figures() {
    return figures;
  }

  private static void prepare(Claim claim) {
    if (!Recording.idle()) {
      Host.current().point();
      claim.noteUnlessIdle();
    }
  }

  /**
   * Enters the lines.
   *
   * @return true: held, by {@code taken} if there is one; the waiter is granted. false: it waits
   */
  final boolean join(Claim claim, Waiter waiter, @Nullable Token taken) {
    Blocker own = null;
    boolean held;
    latch();
    try {
      held = enterOrConfirm(claim, taken);
      if (held) {
        waiter.grant(0);
      } else {
        own = own(waiter, Blocking.of(this, claim));
        if (own == null) {
          claim.waiter = waiter;
          waiter.queued();
        } else {
          waiter.leave();
          leave(claim);
        }
      }
    } finally {
      unlatchAndTell();
    }
    if (own != null) {
      figures.deadlock();
      throw DeadlockText.self(waiter, own, OWN_ADVICE);
    }
    return held;
  }

  private static @Nullable Blocker own(Waiter waiter, List<Blocker> blockers) {
    for (Blocker blocker : blockers) {
      if (waiter.is(blocker.owner()) && !blocker.isAhead()) {
        return blocker;
      }
    }
    return null;
  }

  /** Under the latch: whether it is held now; if not, it stands in line, and nothing is granted. */
  private boolean enterOrConfirm(Claim claim, @Nullable Token taken) {
    if (taken == null) {
      gate.requireRoom(claim.spans().size());
      enter(claim);
      return claim.pending == 0;
    }
    Item item;
    if (slots.get(slots.of(taken)) != taken) {
      item = itemOf(taken);
    } else if (gate.isOpenTo(taken)) {
      return true;
    } else {
      item = inflateOwn(taken);
    }
    if (item.marked) {
      return true;
    }
    attach(item, (KeyClaim) claim);
    return false;
  }

  /** See {@link Claim#withdraw}. */
  final boolean withdraw(Claim claim, Waiter waiter) {
    latch();
    try {
      if (waiter.state() != Waiter.WAITING) {
        return false;
      }
      waiter.leave();
      claim.waiter = null;
      leave(claim);
      return true;
    } finally {
      unlatchAndTell();
    }
  }

  /** Who is in the way of a claim; empty once it waits no more. */
  final List<Blocker> blockers(Claim claim) {
    latch();
    try {
      return claim.waiter == null ? List.of() : Blocking.of(this, claim);
    } finally {
      unlatch();
    }
  }

  /** Whether a claim may be part of a circle of waiting. */
  final boolean mayBeInCycle(Claim claim, Waiter waiter) {
    latch();
    try {
      return claim.waiter != null && Blocking.mayBeInCycle(this, claim, waiter);
    } finally {
      unlatch();
    }
  }
}

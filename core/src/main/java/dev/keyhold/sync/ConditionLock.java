package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.Condition;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is held alone, whose waiters may ask for more than their turn: that something holds
 * of the guarded data.
 *
 * <p>Mechanism. Waiters with and without a condition stand in one queue. One whose condition does
 * not hold is <em>dormant</em>: those behind it pass. Only who has had the lock can have changed
 * the data; so whoever is about to pass it on walks the queue from the head, tests each condition
 * on the way, and serves the first waiter that can be served. So no wake-up is lost, because
 * nothing is woken to look: a waiter is granted, or sleeps on.
 *
 * <ol>
 *   <li>A test runs while the lock is held by the thread that tests, under a ticket that no guard
 *       has: the latch is open meanwhile, and a second close of the guard that was just closed
 *       finds nothing.
 *   <li>A condition is tested once in each state of the data; {@link #state} counts states.
 *   <li>Outside of the latch, a free lock has only dormant waiters, each tested in this state: it
 *       becomes free only where {@link #letIn} finds nobody to serve. While it is free, nobody can
 *       change the data, nobody tests, and whoever joins either has the lock or is tested holding
 *       it; only who gives up under 5 can be served, and is, in the latch section that says so.
 *   <li>So a newcomer need not look at those that wait on a free lock, nor whoever leaves it at
 *       those behind: neither walks the line, however many are dormant. All who wait here ask to
 *       hold alone, so no waiter is ever in the way of those behind it but by having the lock.
 *   <li>Who waits under its guard and gives up is served as soon as the lock is free, at its place
 *       in line: it has to leave with the guard that it came with.
 *   <li>On a poisoned lock nothing is tested: each waiter is served in its turn, to be refused.
 *       What it is told is decided where it is served, because poison can be cleared at any moment.
 * </ol>
 *
 * <p>Source: conditional critical regions (Hoare 1972; Brinch Hansen 1972); that the releasing
 * thread tests is Abseil's {@code Mutex::Await}.
 */
abstract class ConditionLock extends FifoLock {
  /** A place in line. Nobody with a condition is next: what comes before it cannot be foreseen. */
  private static final int SOMEWHERE = Integer.MAX_VALUE;

  /** Of the data, from 1. Guarded by the latch. */
  private long state = 1;

  ConditionLock(LockOptions options) {
    super(options);
  }

  @Override
  final void dataChanged() {
    state++;
  }

  @Override
  final boolean isDormant(Waiter waiter) {
    Condition condition = waiter.condition();
    return condition != null && !condition.isServable();
  }

  /** See 4: whoever waits while the lock is free may be passed. */
  @Override
  final boolean isOpenTo(Mode mode) {
    boolean free = admits(mode);
    assert !free || allAreDormant() : "on a free lock only those that are dormant wait";
    return free;
  }

  /** See 4: whoever waits while the lock is free waits for the data, and for nobody ahead. */
  @Override
  final boolean mayServeByLeaving() {
    assert allAreDormant() : "on a free lock only those that are dormant wait";
    return false;
  }

  private boolean allAreDormant() {
    Waiter waiter = first();
    while (waiter != null && isDormant(waiter)) {
      waiter = behind(waiter);
    }
    return waiter == null;
  }

  @Override
  final @Nullable Submission<?, ?> nextClosure() {
    Waiter waiter = first();
    if (waiter != null && waiter.condition() != null) {
      endHold();
      hold(Owner.currentThreadId());
    }
    while (waiter != null) {
      Condition condition = waiter.condition();
      if (condition == null) {
        return waiter instanceof Submission<?, ?> closure ? closure : null;
      }
      Throwable poison = poison();
      if (poison != null) {
        condition.refuse(poison);
      } else if (!condition.isTestedAt(state)) {
        long now = state;
        unlatch();
        condition.test(now);
        latch();
        if (waiter.state() != Waiter.WAITING) {
          waiter = first();
          continue;
        }
      }
      if (condition.isServable()) {
        return null;
      }
      waiter = behind(waiter);
    }
    return null;
  }

  /**
   * Puts a waiter with a condition in line. Whoever grants it tells it, be it this very call.
   *
   * @throws DeadlockException the waiter's own task has the lock
   */
  final int joinWhen(Waiter waiter) {
    Blocker own;
    latch();
    pin();
    own = ownHold(waiter);
    if (own != null) {
      waiter.leave();
      unpin();
      unlatch();
      throw selfDeadlock(waiter, own);
    }
    add(waiter);
    waiter.queued();
    if (admits(waiter.mode())) {
      hold(Owner.currentThreadId());
      passOn();
    } else {
      unlatch();
    }
    return SOMEWHERE;
  }

  /** The same, if the lock is free; and leaves the line at once if the condition does not hold. */
  final int joinIfFree(Waiter waiter) {
    latch();
    pin();
    if (!admits(waiter.mode())) {
      waiter.leave();
      unpin();
      unlatch();
      return SOMEWHERE;
    }
    add(waiter);
    waiter.queued();
    hold(Owner.currentThreadId());
    passOn();
    withdraw(waiter);
    return SOMEWHERE;
  }

  /**
   * Ends the hold with this ticket and puts a waiter with a condition in line, at once. Whoever
   * grants it tells it, be it this very call.
   *
   * @throws GuardClosedException the hold had ended before
   */
  final int joinReleasing(long ticket, Waiter waiter) {
    latch();
    if (!pin(ticket)) {
      waiter.leave();
      unlatch();
      throw Observing.closed(this, null);
    }
    add(waiter);
    waiter.queued();
    dataChanged();
    passOn();
    return SOMEWHERE;
  }

  @Override
  final boolean staysInLine(Waiter waiter) {
    Condition condition = waiter.condition();
    return condition != null && condition.giveUp();
  }
}

package dev.keyhold.sync;

import dev.keyhold.error.PoisonedException;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Structure;
import dev.keyhold.internal.wait.WaitQueue;
import dev.keyhold.internal.wait.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every lock has apart from the way it locks: a name, poison, and what is known of its hold.
 */
abstract class LockBase extends WaitQueue implements Structure {
  private final String name;
  private final boolean poisons;

  /**
   * About the present hold, if anything is recorded of it. Written by the holder; stale unless its
   * ticket is the present hold's.
   */
  @Nullable Hold hold;

  /**
   * Whether reports of the process know this lock. Written under the monitor of {@link KnownLocks};
   * who does not see it set asks there.
   */
  boolean known;

  /** What the poisoner threw; null: not poisoned. */
  private volatile @Nullable Throwable poison;

  LockBase(LockOptions options, boolean poisonsByDefault) {
    name = options.name();
    poisons = options.poisonOnThrowOr(poisonsByDefault);
  }

  /** Under the latch: the present holds, in the order in which they began; empty: it is free. */
  abstract List<SeenHold> seenHolds();

  /** What a waiter in this lock's queue asks for. */
  LockMode modeOf(Waiter waiter) {
    return LockMode.EXCLUSIVE;
  }

  /** Code that ran under this lock threw. */
  final void poisonIfAsked(Throwable cause) {
    if (poisons) {
      poison = cause;
      poisonChanged();
    }
  }

  /** Called after it has become poisoned or sound; by a poisoner, while it holds. */
  void poisonChanged() {}

  /** Whether code that ran under this lock threw and left the data in doubt. */
  public final boolean isPoisoned() {
    return poison != null;
  }

  /** Says that the data is sound: later requests succeed again. */
  public final void clearPoison() {
    poison = null;
    poisonChanged();
  }

  /** What the poisoner threw; null: not poisoned. */
  final @Nullable Throwable poison() {
    return poison;
  }

  /** The error of a request to this poisoned lock. */
  final PoisonedException poisoned() {
    return poisoned(poison);
  }

  /** The same, of a poison that may have been cleared since. */
  final PoisonedException poisoned(@Nullable Throwable cause) {
    return new PoisonedException(
        target()
            + " is poisoned: code that ran under it threw, and its data may be half changed."
            + " Mend the data with repair(…), or call clearPoison() if it is sound.",
        cause);
  }

  final boolean isNamed() {
    return !name.isEmpty();
  }

  /** The class of lock, as messages name it. */
  abstract String kind();

  @Override
  public final String target() {
    String label = name.isEmpty() ? "@" + Integer.toHexString(System.identityHashCode(this)) : name;
    return kind() + " '" + label + "'";
  }

  @Override
  public final HolderText describe(Blocker blocker) {
    if (blocker.place() instanceof Waiter waiter) {
      return HolderText.ahead(waiter);
    }
    Hold known = blocker.place() instanceof Share share ? share.hold : hold;
    if (known != null && blocker.place() != null) {
      return HolderText.of(known);
    }
    return known != null && known.ticket() == blocker.ticket()
        ? HolderText.of(known)
        : HolderText.of(blocker.owner());
  }

  /**
   * Who holds this lock and who waits for it, now. Takes the lock's latch for a moment, so it can
   * be asked at any time, by anybody.
   */
  public final LockReport report() {
    return look().report(Stacks.NONE);
  }

  /**
   * The same with what the threads of the first 100 holders and waiters are doing, virtual threads
   * included. See {@link Locks#report} for what that costs and when it is not to be had.
   */
  public final LockReport reportWithStacks() {
    Look look = look();
    return look.report(Stacks.take(List.of(look)));
  }

  /** What a report tells, before it is put into words. */
  final Look look() {
    List<Waiter> waiting = new ArrayList<>();
    List<SeenHold> holds;
    latch();
    try {
      holds = seenHolds();
      forEach(waiting::add);
    } finally {
      unlatch();
    }
    return new Look(this, holds, waiting);
  }

  /** The report as text. */
  @Override
  public final String toString() {
    return report().toString();
  }
}

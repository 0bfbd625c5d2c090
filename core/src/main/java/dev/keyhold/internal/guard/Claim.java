package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.Site;
import dev.keyhold.internal.wait.Structure;
import dev.keyhold.internal.wait.Waiter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one task asks of a {@link GuardTable}, and once granted, holds: one key, or keys and ranges,
 * all or none. Made by {@link GuardTable#claim} and {@link ClaimBuilder}, to be acquired once.
 *
 * <p>Any thread may release, move or downgrade it; a second release does nothing.
 */
public abstract sealed class Claim implements Structure permits KeyClaim, ManyClaim {
  final GuardTable table;

  /** Changes under the latch. Read without it for messages only. */
  private volatile long owner;

  /** Null: of none. Written before it is acquired. */
  private @Nullable ClaimSet set;

  /** How often it has changed hands. Guarded by the latch. */
  private long moves;

  /** Items not marked, and earlier ranges in the way; granted at 0. Guarded by the latch. */
  int pending;

  /** The last walk through waiting claims that has seen it. Guarded by the latch. */
  long visit;

  /** While it waits. Guarded by the latch. */
  @Nullable Waiter waiter;

  /** What is recorded of the hold. Written by the holder, before the table has the claim. */
  private volatile @Nullable Hold hold;

  Claim(GuardTable table, long owner) {
    this.table = table;
    this.owner = owner;
  }

  abstract List<OwnToken> tokens();

  abstract List<Span> spans();

  /** Exclusive if any part of it is. */
  public abstract Mode mode();

  /** How a key is covered; null: not at all. Any thread may ask. */
  public abstract @Nullable Mode covers(byte[] key);

  /** Whose it is: an {@link Owner}'s number. */
  public final long owner() {
    return owner;
  }

  /** Before it is acquired: no claim of the set is in its way, nor it in theirs. */
  final void partOf(ClaimSet claims) {
    set = claims;
  }

  final boolean isOfSet() {
    return set != null;
  }

  /** Whether it is the same, or of the same set. */
  final boolean isWith(Claim other) {
    return this == other || (set != null && set == other.set);
  }

  /** Before it is acquired: for this owner instead of the current task. */
  final void ownedBy(long asker) {
    owner = asker;
  }

  /** Under the latch. */
  final void owned(long newOwner, @Nullable String task) {
    owner = newOwner;
    moves++;
    Hold known = hold;
    if (known != null && task != null) {
      known.move(moves, task);
    }
  }

  /** Releases it and lets in who waited for it; nothing if it was released before. */
  public final void release() {
    table.release(this);
  }

  /** What is recorded of this hold; null: nothing. */
  public final @Nullable Hold hold() {
    return hold;
  }

  /** Records that the current thread holds this from now, if anything is to be recorded. */
  final void noteUnlessIdle() {
    if (!Recording.idle()) {
      note(currentName(), Site.now());
    }
  }

  final void note(String task, @Nullable StackTraceElement site) {
    hold =
        new Hold(
            moves,
            mode().name(),
            () -> task,
            Thread.currentThread(),
            Host.current().nanoTime(),
            site,
            null);
  }

  /** Granted to a future: unclaimed until {@link #used}. */
  final void noteUnclaimed(Waiter granted) {
    Hold begun =
        new Hold(
            moves,
            mode().name(),
            granted::ownerName,
            null,
            Host.current().nanoTime(),
            granted.site(),
            null);
    begun.markUnclaimed();
    hold = begun;
  }

  /** The current thread uses it: if it went to a future, it has been picked up. */
  public final void used() {
    Hold known = hold;
    if (known != null) {
      known.claim();
    }
  }

  /** The current task has it now. */
  final void adopt() {
    table.move(this, Owner.currentId(), currentName());
  }

  private static String currentName() {
    Owner named = Owner.currentNamed();
    return named == null ? Owner.describe(Thread.currentThread()) : named.name();
  }

  /** Under the latch, as an obstacle to somebody's wait: it holds, or is ahead and waits itself. */
  final Blocker asBlocker() {
    Waiter waiting = waiter;
    return waiting == null ? new Blocker(owner, moves, this) : Blocker.ahead(waiting);
  }

  // ── as what its own waiter waits for ───────────────────────────────────────────────────────

  @Override
  public final boolean withdraw(Waiter leaving) {
    return table.withdraw(this, leaving);
  }

  @Override
  public final List<Blocker> blockers(Waiter waiting) {
    return table.blockers(this);
  }

  @Override
  public final boolean mayBeInCycle(Waiter waiting) {
    return table.mayBeInCycle(this, waiting);
  }

  @Override
  public final HolderText describe(Blocker blocker) {
    if (blocker.place() instanceof Waiter ahead) {
      return HolderText.ahead(ahead);
    }
    Hold known = blocker.place() instanceof Claim claim ? claim.hold() : null;
    return known == null ? HolderText.of(blocker.owner()) : HolderText.of(known);
  }

  @Override
  public final String target() {
    return Shown.claim(this);
  }

  @Override
  public final String wayOut() {
    return "have every task claim what it needs in one request, or in the same order";
  }

  @Override
  public final String toString() {
    return target();
  }
}

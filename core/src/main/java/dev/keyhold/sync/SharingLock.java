package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.DeadlockText;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lock that may be shared: the holders of {@link RwLock} beside the one of {@link FifoLock}.
 * {@link ConvertingLock} has what becomes of a hold while it stands.
 *
 * <p>A share is in one of two places: in a slot ({@link ReaderSlots}), where it was put and can be
 * taken out by one compare-and-set, or in the list ({@link Sharers}), under the latch.
 *
 * <pre>
 *     reader:  slot := me (CAS)     then read the word: open? held. Else give the slot back
 *     writer:  word := managed (CAS)  then read the slots: each reader found goes to the list
 * </pre>
 *
 * <ol>
 *   <li>Both write, then read, in volatile mode: so of a reader and a writer that meet, one sees
 *       the other.
 *   <li>Slots are drained whenever the word becomes managed without being held alone. So while it
 *       is managed or held, whatever stands in a slot is a reader that has not looked at the word
 *       yet, and that will step back; every share is listed.
 *   <li>A reader that is about to step back and finds that it has been drained is listed: it holds.
 *       It came before whoever made the word managed.
 *   <li>The lock is taken alone under the latch only, with the word managed and the list empty.
 *   <li>The list may be not empty while the word is open: more readers come, nobody waits.
 * </ol>
 */
abstract class SharingLock extends FifoLock {
  /** Those whose shares are in no slot. */
  final Sharers sharers = new Sharers();

  /** Null until somebody shares. Replaced under the latch, drained. */
  volatile @Nullable ReaderSlots slots;

  SharingLock(LockOptions options) {
    super(options);
  }

  @Override
  final boolean isShared() {
    return true;
  }

  // ── sharing ────────────────────────────────────────────────────────────────────────────────

  /** A share in a slot; 0: take the other way. */
  final long shareFast() {
    ReaderSlots mine = slots;
    if (mine != null && Word.isOpen(word()) && Recording.idle()) {
      long ticket = mine.take(Owner.currentId());
      if (ticket != 0 && stands(mine, ticket)) {
        return ticket;
      }
    }
    return 0;
  }

  /** Whether a reader that has put itself into a slot shares; if not, it has stepped back. */
  final boolean stands(ReaderSlots mine, long ticket) {
    return (Word.isOpen(word()) && slots == mine) || !mine.giveBack(ticket);
  }

  /** Shares if nobody holds or waits who would be in the way; null: not now. */
  final @Nullable Share tryShare(Mode mode) {
    Host.current().point();
    Share share = takeShare(mode, Owner.currentId());
    if (share != null) {
      noteUnlessIdle(share);
      refusePoisoned(share);
    }
    return share;
  }

  /**
   * Waits for a share in line.
   *
   * @param nanosMax how long at the most; {@link Long#MAX_VALUE}: for ever
   * @return null: out of time
   */
  final @Nullable Share share(Mode mode, boolean interruptible, long nanosMax)
      throws InterruptedException {
    if (interruptible && Thread.interrupted()) {
      throw new InterruptedException();
    }
    Share now = tryShare(mode);
    if (now != null) {
      return now;
    }
    ParkedWaiter waiter = waiter(mode, Host.current());
    if (!await(waiter, this::join, interruptible, nanosMax)) {
      return null;
    }
    Share share = shareOf(waiter);
    refusePoisoned(share);
    return share;
  }

  /** What a waiter that shares was granted. */
  static Share shareOf(Waiter waiter) {
    if (waiter.share() instanceof Share share) {
      return share;
    }
    throw new AssertionError("granted, but not a share");
  }

  private @Nullable Share takeShare(Mode mode, long owner) {
    latch();
    pin();
    Share share = null;
    if (isOpenTo(mode)) {
      share = sharers.add(0, owner, mode);
      makeRoom();
    }
    unpin();
    unlatch();
    return share;
  }

  /** Under the latch, pinned and so drained. */
  private void makeRoom() {
    ReaderSlots now = slots;
    if (now == null) {
      slots = ReaderSlots.small();
    } else if (now.shouldGrow()) {
      slots = ReaderSlots.large();
    }
  }

  /** On the poisoned lock, ends the share and throws. */
  final void refusePoisoned(Share share) {
    if (isPoisoned()) {
      endShare(0, share);
      throw poisoned();
    }
  }

  final void noteUnlessIdle(Share share) {
    if (!Recording.idle()) {
      share.hold =
          Observing.begin(
              this,
              share.number,
              LockMode.of(share.mode),
              Task.current().name(),
              Observing.site(),
              0);
    }
  }

  @Override
  final void noteGranted(Waiter waiter, long waitedNanos) {
    if (waiter.mode().isExclusive()) {
      super.noteGranted(waiter, waitedNanos);
    } else {
      Share share = shareOf(waiter);
      share.hold =
          Observing.begin(
              this,
              share.number,
              LockMode.of(waiter.mode()),
              waiter.ownerName(),
              waiter.site(),
              waitedNanos);
    }
  }

  /**
   * Ends a share; nothing if it has ended.
   *
   * @param ticket of a share that was in a slot once
   * @param listed of one that never was; null: the ticket tells
   */
  final void endShare(long ticket, @Nullable Share listed) {
    if (listed == null) {
      if (giveBack(ticket)) {
        return;
      }
    } else {
      end(listed.hold);
    }
    latch();
    Share share = listed == null ? sharers.find(ticket) : listed;
    if (share != null && !share.gone) {
      sharers.remove(share);
    }
    changed();
    Host.current().point();
  }

  /**
   * Under the latch: where the share with this ticket is listed, from now on for {@code owner} if
   * it was in its slot; null: it has ended.
   */
  final @Nullable Share list(long ticket, long owner) {
    return giveBack(ticket) ? sharers.add(0, owner, Mode.SHARED) : sharers.find(ticket);
  }

  private boolean giveBack(long ticket) {
    ReaderSlots now = slots;
    return now != null && now.giveBack(ticket);
  }

  @Override
  final @Nullable Hold known(Waiter granted) {
    return granted.mode().isExclusive() ? super.known(granted) : shareOf(granted).hold;
  }

  @Override
  final void know(Waiter granted, Hold known) {
    if (granted.mode().isExclusive()) {
      super.know(granted, known);
    } else {
      shareOf(granted).hold = known;
    }
  }

  /** Tells the end of what is known of a hold. */
  final void end(@Nullable Hold ending) {
    if (ending != null) {
      Observing.end(this, ending);
    }
  }

  /** With the latch: a share has ended or become less. Opens the latch. */
  final void changed() {
    if (Word.isManaged(word()) && Word.isFree(word())) {
      letIn();
    } else {
      unlatch();
    }
  }

  // ── what FifoLock asks, under the latch ────────────────────────────────────────────────────

  @Override
  final void pinnedFree() {
    ReaderSlots now = slots;
    if (now != null) {
      now.drain((ticket, owner) -> sharers.add(ticket, owner, Mode.SHARED));
    }
  }

  @Override
  final boolean admits(Mode mode) {
    return super.admits(mode) && sharers.admits(mode);
  }

  @Override
  void grant(Waiter waiter) {
    if (waiter.mode().isExclusive()) {
      super.grant(waiter);
    } else {
      waiter.grantShare(sharers.add(0, waiter.owner(), waiter.mode()));
    }
  }

  /** Under the latch, pinned: whether a waiter can never be granted any more. */
  abstract boolean isLost(Waiter waiter);

  @Override
  final @Nullable Waiter admit() {
    Waiter firstIn = null;
    Waiter lastIn = null;
    Waiter waiter = first();
    while (waiter != null) {
      Waiter next = behind(waiter);
      boolean lost = isLost(waiter);
      if (lost || admits(waiter.mode())) {
        remove(waiter);
        if (lost) {
          waiter.refuse(Observing.closed(this, Observing.site()));
        } else {
          grant(waiter);
        }
        if (lastIn == null) {
          firstIn = waiter;
        } else {
          link(lastIn, waiter);
        }
        lastIn = waiter;
      } else if (waiter.mode().isExclusive()) {
        break;
      }
      waiter = next;
    }
    return firstIn;
  }

  @Override
  final @Nullable Blocker ownHold(Waiter waiter) {
    Blocker alone = super.ownHold(waiter);
    if (alone != null) {
      return alone;
    }
    List<Blocker> own = new ArrayList<>();
    sharers.forEach(share -> {
      if (waiter.is(share.owner) && isInTheWay(share, waiter)) {
        own.add(new Blocker(share.owner, 0, share));
      }
    });
    return own.isEmpty() ? null : own.getFirst();
  }

  private static boolean isInTheWay(Share share, Waiter waiter) {
    boolean itself = waiter.mode() == Mode.UPGRADE && share.mode == Mode.UPGRADABLE;
    return !itself && share.mode.conflictsWith(waiter.mode());
  }

  @Override
  final DeadlockException selfDeadlock(Waiter waiter, Blocker own) {
    if (!(own.place() instanceof Share share)) {
      return super.selfDeadlock(waiter, own);
    }
    return DeadlockText.self(
        waiter,
        own,
        share.mode == Mode.UPGRADABLE
            ? "Upgrade the guard that it has: UpgradableGuard.upgrade."
            : "A guard for reading cannot become one for writing, since two that tried would wait"
                + " for each other: take upgradableRead() from the beginning and upgrade it, or"
                + " close the guard first.");
  }

  // ── being looked at ────────────────────────────────────────────────────────────────────────

  @Override
  final List<SeenHold> seenHolds() {
    List<SeenHold> seen = new ArrayList<>(super.seenHolds());
    if (seen.isEmpty()) {
      ReaderSlots now = slots;
      if (now != null && !Word.isManaged(word())) {
        now.forEach(
            (ticket, owner) -> seen.add(new SeenHold(owner, ticket, LockMode.SHARED, null)));
      }
      sharers.forEach(share ->
          seen.add(
              new SeenHold(
                  share.owner,
                  // Drained from its slot, it is still the same hold.
                  share.ticket == 0 ? share.number : share.ticket,
                  LockMode.of(share.mode),
                  share.hold)));
    }
    return seen.reversed();
  }

  /**
   * Who is in the way: holders, and those ahead in line. Goes forward to the nearest exclusive
   * request ahead that is stuck in this queue itself: all before it is in its way too. An exclusive
   * request that is not, a future that nobody waits for, is asked by nobody else; so those in its
   * way are named here.
   */
  @Override
  public final List<Blocker> blockers(Waiter waiter) {
    List<Blocker> found = new ArrayList<>();
    latch();
    if (waiter.state() == Waiter.WAITING) {
      boolean implied = false;
      Waiter alone = waiter;
      for (Waiter at = ahead(waiter); at != null && !implied; at = ahead(at)) {
        if (at.mode().conflictsWith(waiter.mode())) {
          found.add(Blocker.ahead(at));
          implied = at.mode().isExclusive() && WaitGraph.stuckWith(at.owner()) == at;
          alone = at.mode().isExclusive() ? at : alone;
        }
      }
      if (!implied && !Word.isFree(word())) {
        found.add(blockerOf(word()));
      } else if (!implied) {
        Waiter last = alone;
        sharers.forEach(share -> {
          if (isInTheWay(share, waiter) || isInTheWay(share, last)) {
            found.add(new Blocker(share.owner, 0, share));
          }
        });
      }
    }
    unlatch();
    return found;
  }

  /**
   * A circle leaves this lock by a holder that is stuck, here or elsewhere, or by a request whose
   * task is stuck elsewhere; threads in line are stuck in here, behind the holders. So the line is
   * not walked, however long it is.
   */
  @Override
  public final boolean mayBeInCycle(Waiter waiter) {
    latch();
    boolean may =
        waiter.state() == Waiter.WAITING
            && (hasFutures()
                || mayLeaveBy(waiter, Word.owner(word()))
                || sharers.any(share -> mayLeaveBy(waiter, share.owner)));
    unlatch();
    return may;
  }

  private static boolean mayLeaveBy(Waiter waiter, long holder) {
    return waiter.is(holder) || WaitGraph.stuckWith(holder) != null;
  }
}

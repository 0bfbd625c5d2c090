package dev.keyhold.sync;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a hold of a {@link SharingLock} while it stands: another mode, or another owner.
 *
 * <p>A downgrade adds its share and ends its hold, an upgrade does the reverse, in one latch
 * section: nobody comes in between. What a hold has become has a ticket or a share of its own, so a
 * late close of the guard that was ends nothing.
 *
 * <p>An upgrade keeps its share while it waits, before everybody else, for the other shares to end.
 * There is one upgradable share at a time, so two upgrades never wait for each other. If the share
 * ends meanwhile or becomes something else, whoever admits next refuses the upgrade: all that wait
 * belong to the upgradable share that is.
 */
abstract class ConvertingLock extends SharingLock {
  ConvertingLock(LockOptions options) {
    super(options);
  }

  // ── from exclusive to sharing ──────────────────────────────────────────────────────────────

  /**
   * The hold with this ticket becomes a share, and those behind who may share come in.
   *
   * @return null: it has ended
   */
  final @Nullable Share downgrade(long ticket, Mode mode) {
    Hold ending = currentHold(ticket);
    end(ending);
    latch();
    if (!pin(ticket)) {
      unlatch();
      return null;
    }
    Share share = sharers.add(0, Word.owner(word()), mode);
    endHold();
    letIn();
    noteUnlessIdle(share);
    return share;
  }

  /**
   * An upgradable share only shares from now on.
   *
   * @return what it has become; null: it has ended
   */
  final @Nullable Share downgrade(Share share) {
    latch();
    if (sharers.upgradable() != share) {
      unlatch();
      return null;
    }
    // Another one: a late close of the old guard must find its share gone.
    sharers.remove(share);
    Share reading = sharers.add(0, share.owner, Mode.SHARED);
    reading.hold = share.hold;
    share.hold = null;
    changed();
    return reading;
  }

  // ── from upgradable to exclusive ───────────────────────────────────────────────────────────

  /**
   * Waits until nobody else shares.
   *
   * @return the ticket of what the share has become; 0: out of time
   */
  final long upgrade(Share share, boolean interruptible, long nanosMax)
      throws InterruptedException {
    if (interruptible && Thread.interrupted()) {
      throw new InterruptedException();
    }
    long ticket = tryUpgrade(share);
    if (ticket != 0) {
      return ticket;
    }
    ParkedWaiter waiter = waiter(Mode.UPGRADE, Host.current());
    if (!await(waiter, joining -> joinUpgrade(joining, share), interruptible, nanosMax)) {
      return 0;
    }
    endKnown(share);
    return waiter.ticket();
  }

  /** Upgrades if nobody else shares; 0: not now. */
  final long tryUpgrade(Share share) {
    Host.current().point();
    long ticket = takeUpgrade(share);
    if (ticket != 0) {
      endKnown(share);
      noteUnlessIdle(ticket);
    }
    return ticket;
  }

  private long takeUpgrade(Share share) {
    latch();
    pin();
    long ticket = 0;
    if (sharers.upgradable() == share && admits(Mode.UPGRADE)) {
      sharers.remove(share);
      ticket = hold(upgrader(share, Owner.currentId()));
    }
    unpin();
    unlatch();
    return ticket;
  }

  /** Whose an upgraded hold is: its share's owner's, or if that is nobody the asking one's. */
  private static long upgrader(Share share, long asking) {
    return share.owner == Owner.ANONYMOUS ? asking : share.owner;
  }

  /**
   * Puts an upgrade in line: before everybody else.
   *
   * @throws GuardClosedException the share has ended
   */
  final int joinUpgrade(Waiter waiter, Share share) {
    Blocker own = null;
    int place = 0;
    latch();
    if (sharers.upgradable() != share) {
      waiter.leave();
      unlatch();
      throw Observing.closed(this, null);
    }
    pin();
    if (admits(Mode.UPGRADE)) {
      grant(waiter);
      unpin();
    } else {
      own = ownHold(waiter);
      if (own == null) {
        addFirst(waiter);
        waiter.queued();
        place = 1;
      } else {
        waiter.leave();
        unpin();
      }
    }
    unlatch();
    if (own != null) {
      throw selfDeadlock(waiter, own);
    }
    return place;
  }

  /** Tells the end of what is known of a share that has become something else. */
  final void endKnown(Share share) {
    end(share.hold);
  }

  @Override
  final void grant(Waiter waiter) {
    if (waiter.mode() == Mode.UPGRADE) {
      Share share = Objects.requireNonNull(sharers.upgradable());
      sharers.remove(share);
      waiter.grant(hold(upgrader(share, waiter.owner())));
    } else {
      super.grant(waiter);
    }
  }

  /** An upgrade is, whose share is no more or no more upgradable. */
  @Override
  final boolean isLost(Waiter waiter) {
    return waiter.mode() == Mode.UPGRADE && sharers.upgradable() == null;
  }

  // ── from owner to owner ────────────────────────────────────────────────────────────────────

  /** The share now belongs to {@code owner}; null: it has ended, otherwise where it is listed. */
  final @Nullable Share move(long ticket, @Nullable Share listed, long owner, String task) {
    Share share = listed;
    latch();
    if (share == null) {
      share = list(ticket, owner);
    }
    boolean gone = share == null || share.gone;
    if (share != null && !gone) {
      share.owner = owner;
      // From now on its guard has it, and another with the same ticket must not find it.
      share.ticket = 0;
      Hold known = share.hold;
      if (known != null) {
        known.move(share.number, task);
      }
    }
    boolean waitedFor = size() > 0;
    unlatch();
    if (!gone && waitedFor) {
      WaitGraph.moved(owner);
    }
    return gone ? null : share;
  }

  @Override
  final void disown(Waiter granted) {
    if (granted.mode().isExclusive()) {
      super.disown(granted);
    } else {
      latch();
      shareOf(granted).owner = Owner.ANONYMOUS;
      unlatch();
    }
  }
}

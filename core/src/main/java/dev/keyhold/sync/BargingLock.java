package dev.keyhold.sync;

import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive lock under {@link BlockingMutex}: newcomers may overtake for a while.
 *
 * <p><b>Speed</b> is one task that takes and releases the lock over and over while no other
 * processor touches the word: a wake-up costs as much as hundreds of such rounds, and a look at the
 * word from elsewhere as much as several. So a release wakes the first in line once, and is a
 * single compare-and-set from then on. The woken one looks twice. If the word has moved in between,
 * others are passing the lock along faster than it could follow: it keeps away from the word for a
 * while, then for twice as long, and in the end goes back to sleep. If the word stands still, it
 * takes the lock or waits for the release.
 *
 * <p><b>Order</b> is the {@link Turn} of the first in line: the first release that finds it over
 * hands the lock over. A release that would have to wake somebody looks at the clock, and of the
 * others one in {@link BargingWord#PASSINGS_A_LOOK}, so that one who gets no processor is served
 * too. Mostly the lock comes while the first in line keeps away from the word, and needs no
 * wake-up; the one who lost it goes to the end of the queue and leaves its processor to the next.
 *
 * <p>What always holds is in {@link BargingQueue}. Sources: Go's {@code sync.Mutex} (woken, an end
 * to overtaking after a millisecond), parking_lot's eventual fairness (the clock at release).
 */
abstract class BargingLock extends BargingQueue {
  /** Tries of a newcomer before it queues. */
  private static final int TRIES = 3;

  /** Pauses between two looks of the first in line: longer than a short section takes. */
  private static final int LOOK_PAUSES = 16;

  /** Looks at a lock that is held and stands still, before the first in line goes to sleep. */
  private static final int LOOKS = 5;

  /** Pauses away from a word that moves, at first and at last. */
  private static final int AWAY_PAUSES_MIN = 64;

  private static final int AWAY_PAUSES_MAX = 256;

  BargingLock(LockOptions options) {
    super(options);
  }

  // ── acquiring ──────────────────────────────────────────────────────────────────────────────

  /** Takes the lock if it is free and nothing is observed: the usual way. */
  final boolean acquireFast() {
    long free = word();
    if (BargingWord.isFree(free)
        && Recording.idle()
        && change(free, BargingWord.taken(free, Owner.currentThreadId()))) {
      refusePoisoned();
      return true;
    }
    return false;
  }

  /** Takes the lock if it is free. */
  final boolean tryAcquire() {
    if (acquireFast()) {
      return true;
    }
    Host.current().point();
    if (!takeIfFree(Owner.currentThreadId())) {
      return false;
    }
    if (!Recording.idle()) {
      begun(Task.current().name(), Observing.site(), 0);
    }
    refusePoisoned();
    return true;
  }

  /**
   * Waits for the lock.
   *
   * @param nanosMax how long at the most; {@link Long#MAX_VALUE}: for ever
   * @return false: out of time
   */
  final boolean acquire(boolean interruptible, long nanosMax) throws InterruptedException {
    boolean acquired = acquireEvenPoisoned(interruptible, nanosMax);
    if (acquired) {
      refusePoisoned();
    }
    return acquired;
  }

  /** The same, but poison does not matter. */
  final boolean acquireEvenPoisoned(boolean interruptible, long nanosMax)
      throws InterruptedException {
    if (interruptible && Thread.interrupted()) {
      throw new InterruptedException();
    }
    Host host = Host.current();
    host.point();
    if (Recording.idle() && barge()) {
      return true;
    }
    StackTraceElement site = Observing.site();
    ParkedWaiter waiter = new ParkedWaiter(this, host, Owner.currentId(), site);
    WaitObserver observer = WaitObserver.start(waiter);
    boolean acquired = false;
    try {
      long deadline =
          nanosMax == Long.MAX_VALUE ? ParkedWaiter.NEVER : waiter.sinceNanos() + nanosMax;
      acquired = join(waiter) || waiter.await(interruptible, deadline, null, false);
    } finally {
      observer.end(acquired);
    }
    if (acquired && turn.isUnderWay()) {
      turn.arrived(host.nanoTime());
    }
    if (acquired && !Recording.idle()) {
      begun(waiter.ownerName(), site, observer.waitedNanos());
    }
    return acquired;
  }

  /** A newcomer looks a few times, and then gets out of the way of whoever runs. */
  private boolean barge() {
    long me = Owner.currentThreadId();
    for (int i = 0; i < TRIES; i++) {
      long seen = word();
      if (BargingWord.isFree(seen) && change(seen, BargingWord.taken(seen, me))) {
        return true;
      }
      if (BargingWord.owner(seen) == me) {
        return false;
      }
    }
    return false;
  }

  /** The first in line was woken: it takes the lock, is handed it, or goes to sleep again. */
  @Override
  public final boolean compete(Waiter waiter) {
    boolean canSpin = Host.current().canSpin();
    int looks = canSpin ? LOOKS : 1;
    int awayPauses = AWAY_PAUSES_MIN;
    while (waiter.state() == Waiter.WAITING) {
      long seen = word();
      boolean moves = canSpin && movesFrom(seen);
      if (moves && awayPauses <= AWAY_PAUSES_MAX) {
        keepAway(waiter, awayPauses);
        awayPauses *= 2;
      } else if (!moves && BargingWord.isFree(seen) && takeAsFirst(waiter)) {
        return true;
      } else if (moves || --looks == 0) {
        return !rest(waiter);
      }
    }
    return waiter.state() == Waiter.GRANTED;
  }

  private boolean movesFrom(long seen) {
    for (int i = 0; i < LOOK_PAUSES; i++) {
      Thread.onSpinWait();
    }
    return word() != seen;
  }

  /** Spins without a look at the word, until the lock is handed over at the latest. */
  private static void keepAway(Waiter waiter, int pauses) {
    for (int i = 0; i < pauses && waiter.state() == Waiter.WAITING; i++) {
      Thread.onSpinWait();
    }
  }

  /** Bookkeeping of a hold that has begun. */
  private void begun(String task, @Nullable StackTraceElement site, long waitedNanos) {
    hold = Observing.begin(this, BargingWord.owner(word()), task, site, waitedNanos);
  }

  private void refusePoisoned() {
    if (isPoisoned()) {
      release();
      throw poisoned();
    }
  }

  // ── releasing ──────────────────────────────────────────────────────────────────────────────

  /** Gives up the lock, which the current thread holds. */
  final void release() {
    Hold ending = hold;
    if (ending != null) {
      Observing.end(this, ending);
      hold = null;
    } else {
      long held = word();
      if (BargingWord.isPlainRelease(held) && change(held, BargingWord.freed(held))) {
        return;
      }
    }
    releaseQueued();
    Host.current().point();
  }

  private void releaseQueued() {
    while (true) {
      long held = word();
      boolean queued = BargingWord.isQueued(held);
      if (queued) {
        long now = Host.current().nanoTime();
        if (turn.isOver(now)) {
          handOver(now);
          return;
        }
      }
      boolean wakes = queued && !BargingWord.isWoken(held);
      long freed = BargingWord.freed(held);
      if (change(held, wakes ? BargingWord.woken(freed) : freed)) {
        if (wakes) {
          wakeFirst();
        }
        return;
      }
    }
  }
}

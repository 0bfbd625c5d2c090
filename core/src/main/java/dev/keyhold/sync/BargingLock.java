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
 * single compare-and-set from then on. The woken one looks twice. If the lock was passed along fast
 * in between, it lets the others pass: it keeps away from the word for a while, then for twice as
 * long. After that, or at once where sections are longer or tasks do other work between, it tries
 * for a moment to take the lock, and goes back to sleep if it is held all the time.
 *
 * <p><b>Order</b> is the {@link Turn} of the first in line: the first release that finds it over
 * hands the lock over. A release that would have to wake somebody looks at the clock, and of the
 * others one in {@link BargingWord#PASSINGS_A_LOOK}, so that one who gets no processor is served
 * too. Where the lock is passed along fast it mostly comes while the first in line keeps away, and
 * needs no wake-up; the one who lost it goes to the end of the queue and leaves its processor to
 * the next.
 *
 * <p>What always holds is in {@link BargingQueue}. Sources: Go's {@code sync.Mutex} (woken, an end
 * to overtaking after a millisecond), parking_lot's eventual fairness (the clock at release).
 */
abstract class BargingLock extends BargingQueue {
  /** Tries of a newcomer before it queues. */
  private static final int TRIES = 3;

  /** Pauses between the two looks of a woken first in line. */
  private static final int LOOK_PAUSES = 16;

  /**
   * That many passings between the two looks are fast: two processors that took turns would be no
   * faster, since the word has to travel between them.
   */
  private static final int FAST_PASSINGS = 4;

  /** Looks of the first in line, a pause apart, before it goes back to sleep. */
  private static final int TRY_PAUSES = 64;

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
    if (canSpin) {
      letPass(waiter);
    }
    for (int i = canSpin ? TRY_PAUSES : 1; i > 0 && waiter.state() == Waiter.WAITING; i--) {
      if (BargingWord.isFree(word()) && takeAsFirst(waiter)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return waiter.state() == Waiter.GRANTED || !rest(waiter);
  }

  /** Returns once the lock is not passed along so fast any more, or after a few microseconds. */
  private void letPass(Waiter waiter) {
    for (int pauses = AWAY_PAUSES_MIN; pauses <= AWAY_PAUSES_MAX; pauses *= 2) {
      long seen = word();
      keepAway(waiter, LOOK_PAUSES);
      if (BargingWord.passings(seen, word()) < FAST_PASSINGS) {
        return;
      }
      keepAway(waiter, pauses);
    }
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

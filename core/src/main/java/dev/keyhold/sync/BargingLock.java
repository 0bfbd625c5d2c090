package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.DeadlockText;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.Site;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive lock under {@link BlockingMutex}: one word, one queue, and newcomers may overtake
 * for a while.
 *
 * <pre>
 *   63              26 25                 3     2        1       0
 *   +-----------------+--------------------+--------+-------+--------+
 *   |  owning thread  |         0          |starving| woken | queued |
 *   +-----------------+--------------------+--------+-------+--------+
 * </pre>
 *
 * <p>A release with waiters frees the lock and wakes the first of them, who competes with whoever
 * comes along; <em>woken</em> keeps later releases from waking it again, so that under contention
 * running tasks pass the lock among themselves at the price of a compare-and-set. That is where the
 * speed is, and where the unfairness is. It ends for the first in line when it has waited for
 * {@link #FIRST_NANOS_MAX}: then the next release hands the lock over to it. Either it notices
 * itself (it runs, loses again, and sets <em>starving</em>), or a releaser does, which looks at the
 * clock at every sixteenth contended release (the first may not even get a processor). Where
 * everybody has waited for so long, the handings-over keep a distance, or order would eat the speed
 * again.
 *
 * <p>Invariants, L being the latch:
 *
 * <ol>
 *   <li>Only the owning thread clears the owner; anybody sets it in a free word, by
 *       compare-and-set.
 *   <li>The three flags change under L, except that a release sets woken with the compare-and-set
 *       that frees, and wakes under L right after.
 *   <li>The queue is not empty ⇒ queued. Free, queued and not woken never holds outside of L: the
 *       first in line is awake, or somebody will release.
 * </ol>
 *
 * <p>Sources: Go's {@code sync.Mutex} (woken, starving, one millisecond), parking_lot's eventual
 * fairness (the clock at release).
 */
abstract class BargingLock extends LockBase {
  /** How long newcomers may overtake the first in line, from its request. */
  static final long FIRST_NANOS_MAX = 1_000_000;

  /** Between two handings-over: each costs some microseconds in which nobody runs. */
  private static final long HAND_OVER_NANOS_MIN = 50_000;

  /** Tries of a newcomer before it queues. */
  private static final int TRIES = 3;

  /** Pauses of a woken first in line before it parks again, at its first and at later tries. */
  private static final int PAUSES_MIN = 8;

  private static final int PAUSES_MAX = 256;

  /** A power of two: how many contended releases pass between two looks at the clock. */
  private static final int RELEASES_A_LOOK = 16;

  private static final long QUEUED = 1;
  private static final long WOKEN = 2;
  private static final long STARVING = 4;
  private static final long FLAGS = QUEUED | WOKEN | STARVING;
  private static final int OWNER_SHIFT = Long.SIZE - Owner.BITS;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(BargingLock.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long word;

  /** When the last handing-over was, on the host's clock. Written under the latch. */
  private volatile long handedOverNanos = Host.current().nanoTime();

  /** When the first in line made its request, on the host's clock. Written under the latch. */
  private volatile long firstSinceNanos;

  /** How long the first in line tries when it is woken. Written under the latch. */
  private volatile int firstPauses = PAUSES_MIN;

  /** Guarded by the lock itself. */
  private int contendedReleases;

  BargingLock(LockOptions options) {
    super(options, true);
  }

  // ── acquiring ──────────────────────────────────────────────────────────────────────────────

  /** The uncontended path. */
  final boolean acquireFast() {
    if (word == 0
        && Recording.idle()
        && WORD.compareAndSet(this, 0L, Owner.currentThreadId() << OWNER_SHIFT)) {
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
    ParkedWaiter waiter = new ParkedWaiter(this, Mode.EXCLUSIVE, host, Owner.currentId(), site);
    WaitObserver observer = WaitObserver.start(waiter);
    boolean acquired = false;
    try {
      long deadline =
          nanosMax == Long.MAX_VALUE ? ParkedWaiter.NEVER : waiter.sinceNanos() + nanosMax;
      acquired = join(waiter) || waiter.await(interruptible, deadline, null, false);
    } finally {
      observer.end(acquired);
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
      long seen = word;
      if (owner(seen) == me || (seen & STARVING) != 0) {
        return false;
      }
      if (owner(seen) == Owner.NOBODY
          && WORD.compareAndSet(this, seen, seen | (me << OWNER_SHIFT))) {
        return true;
      }
    }
    return false;
  }

  private boolean takeIfFree(long thread) {
    long free = word;
    while (owner(free) == Owner.NOBODY) {
      if (WORD.compareAndSet(this, free, free | (thread << OWNER_SHIFT))) {
        return true;
      }
      free = word;
    }
    return false;
  }

  /**
   * Takes the lock if it is free, or else joins the queue.
   *
   * @return whether the waiter has it
   * @throws DeadlockException its own thread holds it
   */
  private boolean join(Waiter waiter) {
    boolean own = false;
    latch();
    try {
      while (true) {
        if (takeIfFree(waiter.thread())) {
          waiter.grant(waiter.thread());
          return true;
        }
        long held = word;
        own = waiter.is(owner(held));
        if (own) {
          waiter.leave();
          break;
        }
        if (owner(held) != Owner.NOBODY && WORD.compareAndSet(this, held, held | QUEUED)) {
          if (size() == 0) {
            firstSinceNanos = waiter.sinceNanos();
          }
          add(waiter);
          break;
        }
      }
    } finally {
      unlatch();
    }
    if (own) {
      throw reentered(waiter);
    }
    return false;
  }

  /**
   * The first in line was woken: it takes the lock as soon as it is free, or waits on. How long it
   * tries grows from time to time, so that it soon wins against those that overtake.
   */
  @Override
  public final boolean compete(Waiter waiter) {
    int pauses = Host.current().canSpin() ? firstPauses : 1;
    for (int i = 0; i < pauses; i++) {
      if (owner(word) == Owner.NOBODY && waiter.state() == Waiter.WAITING && takeAsFirst(waiter)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return !rest(waiter);
  }

  private boolean takeAsFirst(Waiter waiter) {
    latch();
    try {
      long seen = word;
      return first() == waiter && owner(seen) == Owner.NOBODY && takeFor(waiter, seen);
    } finally {
      unlatch();
    }
  }

  /** Under the latch: the first in line takes the lock that was {@code free} when seen. */
  private boolean takeFor(Waiter first, long free) {
    long taken = (first.thread() << OWNER_SHIFT) | (size() > 1 ? QUEUED : 0);
    if (!WORD.compareAndSet(this, free, taken)) {
      return false;
    }
    leaveFirst(first);
    first.grant(first.thread());
    return true;
  }

  /**
   * The woken first in line has tried in vain: the next release wakes it again, or, if it has been
   * first for too long, hands over to it.
   *
   * @return false: it has the lock after all
   */
  private boolean rest(Waiter waiter) {
    latch();
    try {
      if (first() != waiter) {
        return true;
      }
      firstPauses = Math.min(PAUSES_MAX, firstPauses * 2);
      while (true) {
        long seen = word;
        if (owner(seen) == Owner.NOBODY) {
          if (takeFor(waiter, seen)) {
            return false;
          }
        } else if (WORD.compareAndSet(
            this, seen, (seen & ~WOKEN) | (isFirstTooLong() ? STARVING : 0))) {
          return true;
        }
      }
    } finally {
      unlatch();
    }
  }

  /** Bookkeeping of a hold that has begun. */
  private void begun(String task, @Nullable StackTraceElement site, long waitedNanos) {
    hold = Observing.begin(this, owner(word), task, site, waitedNanos);
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
      long held = word;
      if ((held & FLAGS) == 0 && WORD.compareAndSet(this, held, 0L)) {
        return;
      }
    }
    releaseQueued();
    Host.current().point();
  }

  private void releaseQueued() {
    while (true) {
      long held = word;
      if ((held & STARVING) != 0 || isHandOverDue(held)) {
        handOver();
        return;
      }
      boolean wakes = (held & (QUEUED | WOKEN)) == QUEUED;
      long freed = (held & FLAGS) | (wakes ? WOKEN : 0);
      if (WORD.compareAndSet(this, held, freed)) {
        if (wakes) {
          wakeFirst();
        }
        return;
      }
    }
  }

  private boolean isHandOverDue(long held) {
    return (held & QUEUED) != 0
        && (++contendedReleases & (RELEASES_A_LOOK - 1)) == 0
        && isFirstTooLong();
  }

  private boolean isFirstTooLong() {
    long now = Host.current().nanoTime();
    // Either way: a lock that has come from another host has that one's clock in it.
    return now - firstSinceNanos > FIRST_NANOS_MAX
        && Math.abs(now - handedOverNanos) > HAND_OVER_NANOS_MIN;
  }

  private void wakeFirst() {
    latch();
    Waiter first = first();
    if (first == null) {
      settleFlags();
    }
    unlatch();
    if (first != null) {
      first.hint();
    }
  }

  /** The first in line gets the lock, which the current thread holds. */
  private void handOver() {
    latch();
    Waiter first = first();
    if (first == null) {
      word = 0;
    } else {
      leaveFirst(first);
      handedOverNanos = Host.current().nanoTime();
      word = (first.thread() << OWNER_SHIFT) | (size() == 0 ? 0 : QUEUED);
      first.grant(first.thread());
    }
    unlatch();
    if (first != null) {
      first.deliver();
    }
  }

  /** Under the latch: the first leaves the queue, the next is first from now. */
  private void leaveFirst(Waiter first) {
    remove(first);
    firstPauses = PAUSES_MIN;
    Waiter next = first();
    if (next != null) {
      firstSinceNanos = next.sinceNanos();
    }
  }

  /** Under the latch: an empty queue has no flags. */
  private void settleFlags() {
    long seen = word;
    while (size() == 0 && !WORD.compareAndSet(this, seen, seen & ~FLAGS)) {
      seen = word;
    }
  }

  @Override
  public final boolean withdraw(Waiter waiter) {
    Waiter heir = null;
    latch();
    try {
      if (waiter.state() != Waiter.WAITING) {
        return false;
      }
      waiter.leave();
      if (first() == waiter) {
        leaveFirst(waiter);
        // The one who left may have been woken to take the free lock: the next takes over.
        heir = first();
      } else {
        remove(waiter);
      }
      settleFlags();
    } finally {
      unlatch();
    }
    if (heir != null) {
      heir.hint();
    }
    return true;
  }

  // ── being looked at ────────────────────────────────────────────────────────────────────────

  /** The waiter's own thread holds this lock: how it came to that is worth a word. */
  private DeadlockException reentered(Waiter waiter) {
    Blocker own = new Blocker(waiter.thread(), waiter.thread());
    Hold held = hold;
    StackTraceElement site = held == null ? null : held.site();
    if (held == null || site == null) {
      return DeadlockText.self(
          waiter,
          own,
          "Either the guard is held across a suspension (its task went away and left this thread to"
              + " another; then use Mutex, whose guard may be held), or it is locked again (then"
              + " pass the guard along).");
    }
    if (!held.task().equals(waiter.ownerName()) || !Site.isOnStack(site)) {
      return DeadlockText.self(
          waiter,
          own,
          ("This is a guard held across a suspension: task '%s' acquired it, then went away and"
               + " left this thread to '%s', which would now block the very thread that has to"
               + " release it. Close the guard before suspending, or use Mutex, whose guard may be"
               + " held.")
              .formatted(held.task(), waiter.ownerName()));
    }
    return DeadlockText.self(
        waiter,
        own,
        "This is a plain re-lock: the method that acquired the guard is still running and has"
            + " called this one. Pass the guard along instead.");
  }

  private static long owner(long word) {
    return word >>> OWNER_SHIFT;
  }

  @Override
  public final List<Blocker> blockers(Waiter waiter) {
    long owner = owner(word);
    return waiter.state() == Waiter.WAITING && owner != Owner.NOBODY
        ? List.of(new Blocker(owner, owner))
        : List.of();
  }

  @Override
  public final boolean mayBeInCycle(Waiter waiter) {
    return WaitGraph.stuckWith(owner(word)) != null;
  }

  @Override
  final List<SeenHold> seenHolds() {
    long owner = owner(word);
    Hold known = hold;
    return owner == Owner.NOBODY
        ? List.of()
        : List.of(
            new SeenHold(
                owner,
                owner,
                LockMode.EXCLUSIVE,
                known != null && known.ticket() == owner ? known : null));
  }
}

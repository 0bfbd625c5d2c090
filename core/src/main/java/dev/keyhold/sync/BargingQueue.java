package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * The word and the queue of a {@link BargingLock}, and all that changes both: joining, going to
 * sleep, being woken, being handed the lock, giving up.
 *
 * <p>Invariants, L being the latch:
 *
 * <ol>
 *   <li>Only the owning thread clears or replaces the owner; anybody sets it in a free word, by
 *       compare-and-set.
 *   <li>The flags change under L, except that a release sets woken with the compare-and-set that
 *       frees, and wakes under L right after. So the owner, under L, may simply write the word.
 *   <li>The queue is not empty ⇒ queued, outside of L. One queues only while the lock is held.
 *   <li>Free, queued and not woken never holds: the first in line is awake, or somebody will
 *       release. For whoever frees a queued word sets woken, and it is cleared only by the first in
 *       line, when it goes to sleep while the lock is held, or when it gets the lock. If it gives
 *       up instead, it wakes the next.
 * </ol>
 */
abstract class BargingQueue extends LockBase {
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(BargingQueue.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A {@link BargingWord}. */
  private volatile long word;

  /** The first in line's. */
  final Turn turn = new Turn();

  BargingQueue(LockOptions options) {
    super(options, true);
  }

  final long word() {
    return word;
  }

  final boolean change(long from, long to) {
    return WORD.compareAndSet(this, from, to);
  }

  /** Takes the lock if it is free, whoever waits. */
  final boolean takeIfFree(long thread) {
    long free = word;
    while (BargingWord.isFree(free)) {
      if (change(free, BargingWord.taken(free, thread))) {
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
  final boolean join(Waiter waiter) {
    latch();
    try {
      while (true) {
        if (takeIfFree(waiter.thread())) {
          waiter.grant(waiter.thread());
          return true;
        }
        long held = word;
        if (waiter.is(BargingWord.owner(held))) {
          waiter.leave();
          break;
        }
        if (!BargingWord.isFree(held) && change(held, BargingWord.queued(held))) {
          if (size() == 0) {
            turn.begin(waiter.sinceNanos());
          }
          add(waiter);
          return false;
        }
      }
    } finally {
      unlatch();
    }
    throw Relock.refusal(waiter, hold);
  }

  /** The first in line, awake, takes the lock if it is free. */
  final boolean takeAsFirst(Waiter waiter) {
    latch();
    try {
      long seen = word;
      return first() == waiter && BargingWord.isFree(seen) && takeFor(waiter, seen);
    } finally {
      unlatch();
    }
  }

  /** Under the latch: the first in line takes the lock that was {@code free} when seen. */
  private boolean takeFor(Waiter first, long free) {
    if (!change(free, BargingWord.takenByFirst(free, first.thread(), size() > 1))) {
      return false;
    }
    leaveFirst(first, Host.current().nanoTime());
    first.grant(first.thread());
    return true;
  }

  /**
   * The first in line has been awake in vain: the next release wakes it again, or, if its turn is
   * over, hands over to it.
   *
   * @return false: it has the lock after all
   */
  final boolean rest(Waiter waiter) {
    latch();
    try {
      while (first() == waiter) {
        long seen = word;
        if (BargingWord.isFree(seen)) {
          if (takeFor(waiter, seen)) {
            return false;
          }
        } else if (change(seen, BargingWord.asleep(seen))) {
          return true;
        }
      }
      return true;
    } finally {
      unlatch();
    }
  }

  /** The word has become free and woken: whoever is first in line by now is told. */
  final void wakeFirst() {
    latch();
    Waiter first = first();
    if (first == null) {
      settle();
    }
    unlatch();
    if (first != null) {
      first.hint();
    }
  }

  /** The first in line gets the lock, which the current thread holds. */
  final void handOver(long nowNanos) {
    latch();
    Waiter first = first();
    if (first == null) {
      word = BargingWord.FREE;
    } else {
      leaveFirst(first, nowNanos);
      turn.handed(nowNanos);
      word = BargingWord.takenByFirst(word, first.thread(), size() > 0);
      first.grant(first.thread());
    }
    unlatch();
    if (first != null) {
      first.deliver();
    }
  }

  /** Under the latch: the first leaves the queue, the next has its turn. */
  private void leaveFirst(Waiter first, long nowNanos) {
    remove(first);
    turn.begin(nowNanos);
  }

  /** Under the latch: where nobody waits, the word has nothing but the owner. */
  private void settle() {
    long seen = word;
    while (size() == 0 && !change(seen, BargingWord.unqueued(seen))) {
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
        leaveFirst(waiter, Host.current().nanoTime());
        // The one who left may have been woken to take the free lock: the next takes over.
        heir = first();
      } else {
        remove(waiter);
      }
      settle();
    } finally {
      unlatch();
    }
    if (heir != null) {
      heir.hint();
    }
    return true;
  }

  @Override
  public final List<Blocker> blockers(Waiter waiter) {
    long owner = BargingWord.owner(word);
    return waiter.state() == Waiter.WAITING && owner != Owner.NOBODY
        ? List.of(new Blocker(owner, owner))
        : List.of();
  }

  @Override
  public final boolean mayBeInCycle(Waiter waiter) {
    return WaitGraph.stuckWith(BargingWord.owner(word)) != null;
  }

  @Override
  final Blocker seenHold() {
    long owner = BargingWord.owner(word);
    return new Blocker(owner, owner);
  }
}

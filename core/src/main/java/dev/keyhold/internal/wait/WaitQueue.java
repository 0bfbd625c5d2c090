package dev.keyhold.internal.wait;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waiters in order of arrival, and the latch that guards them: what every lock of ours extends, so
 * that word, latch and queue are neighbours in memory and travel between processors together.
 *
 * <p>The queue is an intrusive list, so that a waiter that gives up leaves at once, from wherever
 * it stands.
 *
 * <p>The latch is the small lock inside the lock: held for some tens of nanoseconds, never while
 * code of the user's runs, and never while another latch is held, but for a request for several
 * locks, which takes their latches in one order for all. Not fair, not reentrant, bound to no
 * thread. Who finds it taken spins, then sleeps for moments: a holder that has lost its processor
 * is the only reason to wait longer than a few pauses, and nobody has to be woken. It bypasses
 * {@link Host}: a simulated task is never suspended while it holds a latch, so in a simulation
 * nobody ever waits for one.
 */
public abstract class WaitQueue {
  /** About one holder's stay. */
  private static final int SPINS = 64;

  /**
   * Longer, and the holder was preempted; it comes back after a time slice of some milliseconds.
   */
  private static final long SLEEP_NANOS = 20_000;

  private static final VarHandle LATCH;

  static {
    try {
      LATCH = MethodHandles.lookup().findVarHandle(WaitQueue.class, "latched", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile boolean latched;

  /** Guarded by the latch. */
  private int size;

  /** How many of them are no threads that wait in here. Guarded by the latch. */
  private int futures;

  /** Guarded by the latch. */
  private @Nullable Waiter first;

  /** Guarded by the latch. */
  private @Nullable Waiter last;

  /** An empty queue behind an open latch. */
  protected WaitQueue() {}

  /** Waits for the latch, takes it. */
  protected final void latch() {
    if (!LATCH.compareAndSet(this, false, true)) {
      latchSlowly();
    }
  }

  private void latchSlowly() {
    for (int tries = 0; latched || !LATCH.compareAndSet(this, false, true); tries++) {
      if (tries < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(SLEEP_NANOS);
      }
    }
  }

  /** Opens the latch, which the caller holds. */
  protected final void unlatch() {
    LATCH.setRelease(this, false);
  }

  /** Under the latch: who is next; null if nobody waits. */
  protected final @Nullable Waiter first() {
    return first;
  }

  /** Under the latch: how many wait. */
  protected final int size() {
    return size;
  }

  private void count(Waiter waiter, int change) {
    size += change;
    if (!(waiter instanceof ParkedWaiter)) {
      futures += change;
    }
  }

  /** Under the latch: whether somebody waits whose thread, if it has one, may wait elsewhere. */
  protected final boolean hasFutures() {
    return futures > 0;
  }

  /** Under the latch: joins the end. */
  protected final void add(Waiter waiter) {
    Waiter tail = last;
    waiter.previous = tail;
    if (tail == null) {
      first = waiter;
    } else {
      tail.next = waiter;
    }
    last = waiter;
    count(waiter, 1);
  }

  /** Under the latch: joins before all others. */
  protected final void addFirst(Waiter waiter) {
    Waiter head = first;
    waiter.next = head;
    if (head == null) {
      last = waiter;
    } else {
      head.previous = waiter;
    }
    first = waiter;
    count(waiter, 1);
  }

  /** Under the latch: makes a chain of two waiters that are in no queue. */
  protected static void link(Waiter ahead, Waiter behind) {
    ahead.next = behind;
  }

  /** Under the latch: who stands behind a waiter of this queue; null if nobody does. */
  protected static @Nullable Waiter behind(Waiter waiter) {
    return waiter.next;
  }

  /** Under the latch: who stands ahead of a waiter of this queue; null if nobody does. */
  protected static @Nullable Waiter ahead(Waiter waiter) {
    return waiter.previous;
  }

  /** Under the latch: takes out a waiter that is in this queue. */
  protected final void remove(Waiter waiter) {
    Waiter before = waiter.previous;
    Waiter after = waiter.next;
    if (before == null) {
      assert first == waiter : "not in this queue";
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      assert last == waiter : "not in this queue";
      last = before;
    } else {
      after.previous = before;
    }
    waiter.previous = null;
    waiter.next = null;
    count(waiter, -1);
  }

  /** Under the latch: calls {@code action} for each waiter, in order. */
  protected final void forEach(Consumer<? super Waiter> action) {
    for (Waiter waiter = first; waiter != null; waiter = waiter.next) {
      action.accept(waiter);
    }
  }
}

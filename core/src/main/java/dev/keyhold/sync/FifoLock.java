package dev.keyhold.sync;

import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * The ways of acquiring and releasing alone, over {@link FifoLine}.
 *
 * <p>A release with closures at the head of the line runs them itself, in order and only so many at
 * a time: nobody has to be woken for them. Source: flat combining (Hendler, Incze, Shavit, Tzafrir,
 * SPAA 2010), bounded.
 */
abstract class FifoLock extends FifoLine {
  FifoLock(LockOptions options) {
    super(options);
  }

  // ── acquiring alone ────────────────────────────────────────────────────────────────────────

  /** The uncontended path of a lock that nobody shares; 0: take the other one. */
  final long acquireFast() {
    long open = word();
    if (Word.isOpen(open) && Recording.idle()) {
      long ticket = Word.held(open, Owner.currentId());
      if (swap(open, ticket)) {
        return ticket;
      }
    }
    return 0;
  }

  /** Takes the lock if it is free and nobody waits; 0: not now. */
  final long tryAcquire() {
    Host.current().point();
    long ticket = takeNow(Owner.currentId());
    if (ticket != 0) {
      noteUnlessIdle(ticket);
      refusePoisoned(ticket);
    }
    return ticket;
  }

  final void noteUnlessIdle(long ticket) {
    if (!Recording.idle()) {
      begun(ticket, Task.current().name(), Observing.site(), 0);
    }
  }

  /**
   * Waits for the lock in line.
   *
   * @param nanosMax how long at the most; {@link Long#MAX_VALUE}: for ever
   * @return the ticket; 0: out of time
   */
  final long acquire(boolean interruptible, long nanosMax) throws InterruptedException {
    long ticket = acquireEvenPoisoned(interruptible, nanosMax);
    if (ticket != 0) {
      refusePoisoned(ticket);
    }
    return ticket;
  }

  /** The same, but poison does not matter. */
  final long acquireEvenPoisoned(boolean interruptible, long nanosMax) throws InterruptedException {
    if (interruptible && Thread.interrupted()) {
      throw new InterruptedException();
    }
    Host host = Host.current();
    host.point();
    long now = takeNow(Owner.currentId());
    if (now != 0) {
      noteUnlessIdle(now);
      return now;
    }
    ParkedWaiter waiter = waiter(Mode.EXCLUSIVE, host);
    if (!await(waiter, this::join, interruptible, nanosMax)) {
      return 0;
    }
    return waiter.ticket();
  }

  /** Acquires without regard to interrupts. */
  final long acquireUninterruptibly() {
    try {
      return acquire(false, Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  /** The current task, about to wait. */
  final ParkedWaiter waiter(Mode mode, Host host) {
    return new ParkedWaiter(this, mode, host, Owner.currentId(), Observing.site());
  }

  /** Puts a waiter in line: {@link #join} and its like. */
  @FunctionalInterface
  interface Way {
    /** Its place in line: 0 has the lock and is not told, 1 is next. */
    int join(Waiter waiter);
  }

  /**
   * Has a waiter join, and waits until it is granted.
   *
   * @return false: out of time
   */
  final boolean await(ParkedWaiter waiter, Way way, boolean interruptible, long nanosMax)
      throws InterruptedException {
    WaitObserver observer = WaitObserver.start(waiter);
    boolean acquired = false;
    try {
      int place = way.join(waiter);
      long deadline =
          nanosMax == Long.MAX_VALUE ? ParkedWaiter.NEVER : waiter.sinceNanos() + nanosMax;
      acquired = place == 0 || waiter.await(interruptible, deadline, spin, place == 1);
    } finally {
      observer.end(acquired);
    }
    if (acquired && !Recording.idle()) {
      noteGranted(waiter, observer.waitedNanos());
    }
    return acquired;
  }

  /** Bookkeeping of a hold that has begun with this grant. */
  void noteGranted(Waiter waiter, long waitedNanos) {
    begun(waiter.ticket(), waiter.ownerName(), waiter.site(), waitedNanos);
  }

  /** Takes the lock alone if it is free and nobody waits; 0: not now. */
  private long takeNow(long owner) {
    long seen = word();
    while (Word.isOpen(seen) && !isShared()) {
      long ticket = Word.held(seen, owner);
      if (swap(seen, ticket)) {
        return ticket;
      }
      seen = word();
    }
    if (!Word.isFree(seen)) {
      return 0;
    }
    long ticket = 0;
    latch();
    pin();
    if (isOpenTo(Mode.EXCLUSIVE)) {
      ticket = hold(owner);
    }
    unpin();
    unlatch();
    return ticket;
  }

  /** Whether there can be holders that share: then only the latch tells whether it is free. */
  boolean isShared() {
    return false;
  }

  /** On the poisoned lock, ends the hold and throws. */
  final void refusePoisoned(long ticket) {
    if (isPoisoned()) {
      release(ticket);
      throw poisoned();
    }
  }

  // ── what is known of the hold ──────────────────────────────────────────────────────────────

  /** Bookkeeping of a hold that has begun. */
  final Hold begun(long ticket, String task, @Nullable StackTraceElement site, long waitedNanos) {
    Hold begun = Observing.begin(this, ticket, task, site, waitedNanos);
    hold = begun;
    return begun;
  }

  /** What is known of the hold of a waiter that was granted. */
  @Nullable Hold known(Waiter granted) {
    return currentHold(granted.ticket());
  }

  void know(Waiter granted, Hold known) {
    hold = known;
  }

  /** Bookkeeping of a hold that went to a future: it is unclaimed until its guard is used. */
  final @Nullable Hold unclaimed(Waiter granted, long waitedNanos) {
    if (Recording.idle()) {
      long now = Host.current().nanoTime();
      String mode = LockMode.of(granted.mode()).name();
      know(
          granted,
          new Hold(granted.ticket(), mode, granted::ownerName, null, now, granted.site(), null));
    } else {
      noteGranted(granted, waitedNanos);
    }
    Hold known = known(granted);
    if (known != null) {
      known.markUnclaimed();
    }
    return known;
  }

  // ── scoped ─────────────────────────────────────────────────────────────────────────────────

  /** Runs {@code function} under the hold with this ticket, and ends it. */
  final <T, R extends @Nullable Object, X extends Throwable> R with(
      long ticket, T data, ThrowingFunction<? super T, ? extends R, X> function) throws X {
    try {
      return function.apply(data);
    } catch (Throwable e) {
      poisonIfAsked(e);
      throw e;
    } finally {
      release(ticket);
    }
  }

  /** Runs {@code function} alone although the lock is poisoned; if it returns, it is no more. */
  final <T, R extends @Nullable Object, X extends Throwable> R repair(
      T data, ThrowingFunction<? super T, ? extends R, X> function) throws X {
    long ticket;
    try {
      ticket = acquireEvenPoisoned(false, Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
    try {
      R result = function.apply(data);
      clearPoison();
      return result;
    } finally {
      release(ticket);
    }
  }

  // ── releasing ──────────────────────────────────────────────────────────────────────────────

  /** Ends the hold with this ticket and passes the lock on; nothing if it has ended. */
  final void release(long ticket) {
    Hold ending = hold;
    if (ending == null && swap(ticket, Word.freed(ticket))) {
      return;
    }
    if (ending != null && ending.ticket() == ticket && isHeldBy(ticket)) {
      Observing.end(this, ending);
    }
    latch();
    if (pin(ticket)) {
      dataChanged();
      passOn();
    } else {
      unlatch();
    }
    Host.current().point();
  }

  /** Under the latch: what is guarded may have been changed since conditions were tested. */
  void dataChanged() {}

  /** Orders what the caller did before it against what others do after they have had the latch. */
  final void passLatch() {
    latch();
    unlatch();
  }

  /**
   * Gives the lock, which is held alone, to the next in line, running closures that are next on
   * this thread. Called with the latch and pinned, returns without it.
   */
  final void passOn() {
    passOn(null);
  }

  /**
   * The same.
   *
   * @param given to run closures with; null: made when the first is to be run
   */
  private void passOn(@Nullable Combiner given) {
    Combiner combiner = given;
    for (Submission<?, ?> next = nextClosure(); next != null; next = nextClosure()) {
      if (combiner == null) {
        combiner = Combiner.here();
      } else if (combiner.isFull()) {
        passOnElsewhere();
        combiner.complete();
        return;
      }
      endHold();
      take(next, combiner, hold(Owner.currentThreadId()));
      unlatch();
      combiner.run();
      latch();
      dataChanged();
    }
    endHold();
    letIn();
    if (combiner != null) {
      combiner.complete();
    }
  }

  /**
   * Under the latch, the lock is held alone by whoever is about to pass it on: the closure that is
   * next; null if next is somebody else, or nobody. The latch may have been open meanwhile.
   */
  @Nullable Submission<?, ?> nextClosure() {
    return null;
  }

  /**
   * Under the latch: moves a closure to the combiner, and if nobody is ahead of it, those behind.
   */
  private void take(Submission<?, ?> next, Combiner combiner, long ticket) {
    Waiter taken = next;
    for (int i = 0;
        i < Combiner.CLOSURES_AT_ONCE && taken instanceof Submission<?, ?> closure;
        i++) {
      remove(closure);
      closure.grant(ticket);
      combiner.add(closure);
      // Whoever is ahead has a condition, so is no closure.
      taken = first();
    }
  }

  /** Under the latch, which it opens: enough closures run on this thread, another goes on. */
  private void passOnElsewhere() {
    endHold();
    hold(Owner.ANONYMOUS);
    unlatch();
    Host.current()
        .execute(() -> {
          Combiner combiner = Combiner.elsewhere();
          latch();
          passOn(combiner);
        });
  }

  /**
   * A grant was given up before it arrived: until whoever granted has passed it on, it is nobody's,
   * so that its task may ask again.
   */
  void disown(Waiter granted) {
    latch();
    if (pin(granted.ticket())) {
      set(Word.moved(Word.ticket(word()), Owner.ANONYMOUS) | Word.MANAGED);
      unpin();
    }
    unlatch();
  }

  /**
   * The hold with this ticket now belongs to {@code owner}.
   *
   * @return its new ticket; 0: it has ended
   */
  final long move(long ticket, long owner, String task) {
    latch();
    if (!pin(ticket)) {
      unlatch();
      return 0;
    }
    long moved = Word.moved(Word.ticket(word()), owner);
    set(moved | Word.MANAGED);
    Hold known = currentHold(ticket);
    if (known != null) {
      known.move(moved, task);
    }
    boolean waitedFor = size() > 0;
    unpin();
    unlatch();
    if (waitedFor) {
      WaitGraph.moved(owner);
    }
    return moved;
  }
}

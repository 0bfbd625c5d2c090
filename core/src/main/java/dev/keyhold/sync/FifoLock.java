package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.DeadlockText;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.Spin;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one lock under {@link Mutex} and {@link RwLock}: a word, a queue of requests with modes,
 * strictly first come, first served. {@link SharingLock} adds the holders that share, {@link
 * ConditionLock} the waiters whose turn depends on the data.
 *
 * <pre>
 *            lock: CAS                  latch, CAS: somebody waits
 *   open  ────────────&gt;  held alone  ───────────────────────────────&gt;  held alone, managed ─┐
 *     ^   &lt;────────────                                                  ^         │ release │
 *     │     close: CAS                                  to the next, alone └─────────┤  (latch)│
 *     │                                                                            v         v
 *     └──────────── nobody waits any more ──────────────  managed: held by those that share, or
 *                                                         free and every waiter's condition false
 * </pre>
 *
 * <p>Invariants, L being the latch:
 *
 * <ol>
 *   <li>open → held alone and held alone → open are compare-and-sets by anybody; while the word
 *       says managed, it changes under L only.
 *   <li>The word is managed whenever the queue is not empty or the lock is poisoned. An open word
 *       is never managed. So while anybody waits who could be served, the lock passes from owner to
 *       owner (G3), and neither a newcomer nor a try can get in between (G2).
 *   <li>A request's place is the order in which it took L to join (G1); an upgrade's is before all.
 *   <li>A waiter leaves the queue in the same L section in which it settles: granted, it holds;
 *       withdrawn, those behind have been looked at again (G6). It is settled once, so a grant is
 *       either refused by an earlier withdrawal, and goes to the next, or stands (G7).
 *   <li>Outside of L no waiter is left in the queue that could be admitted: whatever ends a hold or
 *       a wait admits from the head on. So a request that joins an empty queue, or one in which
 *       nobody ahead conflicts with it, is as well served at once as in its turn.
 *   <li>No code of the user's runs under L (G8).
 * </ol>
 *
 * <p><b>Fairness.</b> Admission goes through the queue in order of arrival and stops at the first
 * that has to wait and is exclusive: everything behind it conflicts with it (G2, G4). A shared
 * request passes only others that share, with which it does not conflict: one that waits to be
 * upgradable while somebody is.
 *
 * <p>Release grants to the first and then wakes the second, the heir, which spins for a while: when
 * the lock comes to it, it is running already. So the time that waking takes passes during the
 * critical section before its own, and order is still strict. {@link Spin} stops it where it does
 * not pay: long sections, one processor.
 *
 * <p>Sources: the ticketed word and the early-woken heir are our measurements'
 * (docs/performance.md); strict hand-off is tokio's; closures run by the releaser are flat
 * combining (Hendler, Incze, Shavit, Tzafrir, SPAA 2010), bounded.
 */
abstract class FifoLock extends LockBase {
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(FifoLock.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Spin spin = new Spin();

  /** See {@link Word}. */
  private volatile long word;

  FifoLock(LockOptions options) {
    super(options, false);
  }

  /** See {@link Word}; for {@link SharingLock}. */
  final long word() {
    return word;
  }

  // ── acquiring alone ────────────────────────────────────────────────────────────────────────

  /** The uncontended path of a lock that nobody shares; 0: take the other one. */
  final long acquireFast() {
    long open = word;
    if (Word.isOpen(open) && Recording.idle()) {
      long ticket = Word.held(open, Owner.currentId());
      if (WORD.compareAndSet(this, open, ticket)) {
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
    /** Its place in line: 0 has the lock, 1 is next. */
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
    long seen = word;
    while (Word.isOpen(seen) && !isShared()) {
      long ticket = Word.held(seen, owner);
      if (WORD.compareAndSet(this, seen, ticket)) {
        return ticket;
      }
      seen = word;
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

  // ── under the latch ────────────────────────────────────────────────────────────────────────

  /** Under the latch: from now on the word changes under the latch only. */
  final void pin() {
    long seen = word;
    while (!Word.isManaged(seen)) {
      if (WORD.compareAndSet(this, seen, seen | Word.MANAGED)) {
        if (Word.isFree(seen)) {
          pinnedFree();
        }
        return;
      }
      seen = word;
    }
  }

  /** Under the latch: the word has just become managed, and nobody holds alone. */
  void pinnedFree() {}

  /** Under the latch: the hold with this ticket stands, and changes under the latch only. */
  final boolean pin(long ticket) {
    if (!Word.isHold(word, ticket)) {
      return false;
    }
    pin();
    if (Word.isHold(word, ticket)) {
      return true;
    }
    unpin();
    return false;
  }

  /** Under the latch, the word is managed: leaves it so if that is needed. */
  final void unpin() {
    if (size() == 0 && !isPoisoned()) {
      set(Word.ticket(word));
    }
  }

  /** Under the latch, the word is managed. Whoever reads it meanwhile has to look again anyway. */
  private void set(long managed) {
    WORD.setRelease(this, managed);
  }

  /** Under the latch, pinned: whether the holders admit one more in this mode. */
  boolean admits(Mode mode) {
    return Word.isFree(word);
  }

  /** Under the latch, pinned: whether a new request in this mode need not wait. */
  final boolean isOpenTo(Mode mode) {
    if (!admits(mode)) {
      return false;
    }
    for (Waiter waiter = first(); waiter != null; waiter = behind(waiter)) {
      if (waiter.mode().conflictsWith(mode) && !isDormant(waiter)) {
        return false;
      }
    }
    return true;
  }

  /** Under the latch: whether a waiter's turn has not come because of the data. */
  boolean isDormant(Waiter waiter) {
    return false;
  }

  /**
   * Takes the lock if it is free, or else joins the queue.
   *
   * @return the place in line: 0 has the lock, 1 is next
   * @throws DeadlockException the waiter's own task is in its way
   */
  final int join(Waiter waiter) {
    Blocker own;
    int place;
    latch();
    try {
      own = latchedJoinUnlessOwn(waiter);
      place = waiter.state() == Waiter.GRANTED ? 0 : size();
    } finally {
      unlatch();
    }
    if (own != null) {
      throw selfDeadlock(waiter, own);
    }
    return place;
  }

  /** Under the latch: grants or queues; if the waiter's own task is in the way, says so instead. */
  final @Nullable Blocker latchedJoinUnlessOwn(Waiter waiter) {
    pin();
    if (isOpenTo(waiter.mode())) {
      grant(waiter);
      unpin();
      return null;
    }
    Blocker own = ownHold(waiter);
    if (own != null) {
      waiter.leave();
      unpin();
      return own;
    }
    add(waiter);
    waiter.queued();
    return null;
  }

  /** Under the latch: a hold of the waiter's own task that it would wait for. */
  @Nullable Blocker ownHold(Waiter waiter) {
    return waiter.is(Word.owner(word)) ? blockerOf(word) : null;
  }

  DeadlockException selfDeadlock(Waiter waiter, Blocker own) {
    return DeadlockText.self(waiter, own);
  }

  /** Under the latch, pinned and free: {@code owner} holds alone. */
  final long hold(long owner) {
    long ticket = Word.held(Word.ticket(word), owner);
    set(ticket | Word.MANAGED);
    return ticket;
  }

  /** Under the latch, pinned: the waiter, which is in no queue, holds. */
  void grant(Waiter waiter) {
    waiter.grant(hold(waiter.owner()));
  }

  /** Under the latch, pinned: nobody holds alone any more. */
  final void endHold() {
    hold = null;
    set(Word.freed(word) | Word.MANAGED);
  }

  /**
   * Under the latch, pinned, nobody holds alone: lets in whoever may, in order.
   *
   * @return the first of those let in or refused, the others {@link #behind} it
   */
  @Nullable Waiter admit() {
    Waiter next = firstServable();
    if (next != null) {
      remove(next);
      grant(next);
    }
    return next;
  }

  /** Under the latch: the first whose turn may come. */
  private @Nullable Waiter firstServable() {
    Waiter waiter = first();
    while (waiter != null && isDormant(waiter)) {
      waiter = behind(waiter);
    }
    return waiter;
  }

  /** On the poisoned lock, ends the hold and throws. */
  final void refusePoisoned(long ticket) {
    if (isPoisoned()) {
      release(ticket);
      throw poisoned();
    }
  }

  /** Poison is told by the word, so that the uncontended path need not ask. */
  @Override
  final void poisonChanged() {
    latch();
    pin();
    unpin();
    unlatch();
  }

  // ── what is known of the hold ──────────────────────────────────────────────────────────────

  /** Bookkeeping of a hold that has begun. */
  final Hold begun(long ticket, String task, @Nullable StackTraceElement site, long waitedNanos) {
    Hold begun = Observing.begin(this, ticket, task, site, waitedNanos);
    hold = begun;
    return begun;
  }

  /** What is known of the hold with this ticket. */
  final @Nullable Hold currentHold(long ticket) {
    Hold known = hold;
    return known != null && known.ticket() == ticket ? known : null;
  }

  /** A hold that went to a future is known from now on; on the poisoned lock, it ends. */
  final void unclaimed(LockRequest<?> request, Hold known) {
    hold = known;
    refusePoisoned(request.ticket());
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
    if (ending == null && WORD.compareAndSet(this, ticket, Word.freed(ticket))) {
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

  /**
   * Gives the lock, which is held alone, to the next in line, running closures that are next on
   * this thread. Called with the latch and pinned, returns without it.
   */
  final void passOn() {
    Combiner combiner = null;
    while (nextInLine() instanceof Submission<?, ?> next) {
      if (combiner == null) {
        combiner = new Combiner();
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

  /** With the latch and pinned, nobody holds alone: admits, opens the latch, tells. */
  final void letIn() {
    Waiter granted = admit();
    Waiter heir = granted != null && spin.pays() ? firstServable() : null;
    unpin();
    unlatch();
    wake(granted, heir);
  }

  /**
   * Under the latch, the lock is held alone by whoever is about to pass it on: who is next; null if
   * nobody is to be served. The latch may have been open meanwhile.
   */
  @Nullable Waiter nextInLine() {
    return first();
  }

  /** Under the latch: moves a closure, and those behind it if it is first, to the combiner. */
  private void take(Submission<?, ?> next, Combiner combiner, long ticket) {
    boolean wasFirst = next == first();
    Submission<?, ?> taken = next;
    for (int i = 1; ; i++) {
      remove(taken);
      taken.grant(ticket);
      combiner.add(taken);
      if (!wasFirst
          || i >= Combiner.CLOSURES_AT_ONCE
          || !(first() instanceof Submission<?, ?> submission)) {
        return;
      }
      taken = submission;
    }
  }

  /**
   * Threads first, then the heir, then what may run code of the user's and take for ever: each of
   * several on a thread of its own, since one may wait for what another does.
   */
  private static void wake(@Nullable Waiter granted, @Nullable Waiter heir) {
    for (Waiter waiter = granted; waiter != null; waiter = behind(waiter)) {
      if (waiter instanceof ParkedWaiter) {
        waiter.deliver();
      }
    }
    if (heir != null) {
      heir.hint();
    }
    callBack(callback(granted));
  }

  /** Has the callbacks behind this one run elsewhere, and runs this one. */
  private static void callBack(@Nullable Waiter waiter) {
    if (waiter != null) {
      Waiter next = callback(behind(waiter));
      if (next != null) {
        Host.current().execute(() -> callBack(next));
      }
      waiter.deliver();
    }
  }

  /** The first in a chain that is no thread. */
  private static @Nullable Waiter callback(@Nullable Waiter first) {
    Waiter waiter = first;
    while (waiter instanceof ParkedWaiter) {
      waiter = behind(waiter);
    }
    return waiter;
  }

  /** Under the latch, which it opens: enough closures run on this thread, another goes on. */
  private void passOnElsewhere() {
    endHold();
    hold(Owner.ANONYMOUS);
    unlatch();
    Host.current()
        .execute(() -> {
          latch();
          passOn();
        });
  }

  /**
   * A grant was given up before it arrived: until whoever granted has passed it on, it is nobody's,
   * so that its task may ask again.
   */
  void disown(Waiter granted) {
    latch();
    if (pin(granted.ticket())) {
      set(Word.moved(Word.ticket(word), Owner.ANONYMOUS) | Word.MANAGED);
      unpin();
    }
    unlatch();
  }

  final boolean isHeldBy(long ticket) {
    return Word.isHold(word, ticket);
  }

  /**
   * The hold with this ticket now belongs to {@code owner}.
   *
   * @return its new ticket; 0: it has ended
   */
  final long move(long ticket, long owner, String task) {
    long moved;
    boolean waitedFor;
    latch();
    try {
      if (!pin(ticket)) {
        return 0;
      }
      moved = Word.moved(Word.ticket(word), owner);
      set(moved | Word.MANAGED);
      Hold known = hold;
      if (known != null && known.ticket() == ticket) {
        known.move(moved, task);
      }
      waitedFor = size() > 0;
      unpin();
    } finally {
      unlatch();
    }
    if (waitedFor) {
      WaitGraph.moved(owner);
    }
    return moved;
  }

  // ── being looked at ────────────────────────────────────────────────────────────────────────

  @Override
  public final boolean withdraw(Waiter waiter) {
    latch();
    if (waiter.state() != Waiter.WAITING) {
      unlatch();
      return false;
    }
    boolean leaves = !staysInLine(waiter);
    if (leaves) {
      waiter.leave();
      remove(waiter);
    }
    if (Word.isFree(word)) {
      letIn();
    } else {
      unpin();
      unlatch();
    }
    return leaves;
  }

  /** Under the latch: whether a waiter that gives up has to have the lock all the same. */
  boolean staysInLine(Waiter waiter) {
    return false;
  }

  @Override
  public List<Blocker> blockers(Waiter waiter) {
    long held = word;
    return waiter.state() == Waiter.WAITING && !Word.isFree(held)
        ? List.of(blockerOf(held))
        : List.of();
  }

  @Override
  public boolean mayBeInCycle(Waiter waiter) {
    long owner = Word.owner(word);
    return waiter.is(owner) || WaitGraph.stuckWith(owner) != null;
  }

  static Blocker blockerOf(long held) {
    return new Blocker(Word.owner(held), Word.ticket(held));
  }

  @Override
  List<SeenHold> seenHolds() {
    long held = word;
    long ticket = Word.ticket(held);
    return Word.isFree(held)
        ? List.of()
        : List.of(new SeenHold(Word.owner(held), ticket, LockMode.EXCLUSIVE, currentHold(ticket)));
  }

  @Override
  final LockMode modeOf(Waiter waiter) {
    return LockMode.of(waiter.mode());
  }
}

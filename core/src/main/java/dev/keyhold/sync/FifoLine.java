package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.DeadlockText;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Spin;
import dev.keyhold.internal.wait.WaitGraph;
import dev.keyhold.internal.wait.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one line in which requests of all modes wait, under {@link Mutex} and {@link RwLock}: a word
 * that says who holds alone, and a queue, strictly first come, first served. {@link FifoLock} has
 * the ways of acquiring and releasing, {@link SharingLock} adds holders that share, {@link
 * ConditionLock} waiters whose turn depends on the data.
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
 * <p>Letting in tells the first and then wakes the second, the heir, which spins for a while: when
 * the lock comes to it, it is running already. So the time that waking takes passes during the
 * critical section before its own, and order is still strict. {@link Spin} stops it where it does
 * not pay: long sections, one processor.
 *
 * <p>Sources: the ticketed word and the early-woken heir are our measurements'
 * (docs/performance.md); strict hand-off is tokio's, as is the one queue under several locks.
 */
abstract class FifoLine extends LockBase {
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(FifoLine.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How many that are dormant a release looks past for whom to wake early. */
  private static final int HEIR_LOOKS_MAX = 8;

  final Spin spin = new Spin();

  /** See {@link Word}. */
  private volatile long word;

  private static final AtomicLong NUMBERS = new AtomicLong();

  /** Orders the latches of a request for several locks; 0: not given yet. */
  private long number;

  FifoLine(LockOptions options) {
    super(options, false);
  }

  /** See {@link Word}. */
  final long word() {
    return word;
  }

  /** Anybody may change an open word so, and who holds alone an unmanaged one. */
  final boolean swap(long expected, long next) {
    return WORD.compareAndSet(this, expected, next);
  }

  final boolean isHeldBy(long ticket) {
    return Word.isHold(word, ticket);
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
    long seen = word;
    while (Word.isHold(seen, ticket)) {
      if (Word.isManaged(seen) || WORD.compareAndSet(this, seen, seen | Word.MANAGED)) {
        return true;
      }
      seen = word;
    }
    return false;
  }

  /** Under the latch, the word is managed: leaves it so if that is needed. */
  final void unpin() {
    if (size() == 0 && !isPoisoned()) {
      set(Word.ticket(word));
    }
  }

  /** Under the latch, the word is managed. Whoever reads it meanwhile has to look again anyway. */
  final void set(long managed) {
    WORD.setRelease(this, managed);
  }

  /** Under the latch, pinned: whether the holders admit one more in this mode. */
  boolean admits(Mode mode) {
    return Word.isFree(word);
  }

  /** Under the latch, pinned: whether a new request in this mode need not wait. */
  boolean isOpenTo(Mode mode) {
    if (!admits(mode)) {
      return false;
    }
    for (Waiter waiter = first(); waiter != null; waiter = behind(waiter)) {
      if (waiter.mode().conflictsWith(mode)) {
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
  private @Nullable Blocker latchedJoinUnlessOwn(Waiter waiter) {
    pin();
    Blocker own = isOpenTo(waiter.mode()) ? null : ownHold(waiter);
    if (own == null) {
      grantOrAdd(waiter);
    } else {
      waiter.leave();
    }
    unpin();
    return own;
  }

  // For a request for several locks, which holds the latches of all.

  /** Different for each lock. */
  final long number() {
    latch();
    if (number == 0) {
      number = NUMBERS.incrementAndGet();
    }
    unlatch();
    return number;
  }

  final void latchAndPin() {
    latch();
    pin();
  }

  /** Under the latch, pinned. */
  final void grantOrAdd(Waiter waiter) {
    if (isOpenTo(waiter.mode())) {
      grant(waiter);
    } else {
      add(waiter);
      waiter.queued();
    }
  }

  final void unpinAndUnlatch() {
    unpin();
    unlatch();
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

  /** Poison is told by the word, so that the uncontended path need not ask. */
  @Override
  final void poisonChanged() {
    latch();
    pin();
    unpin();
    unlatch();
  }

  // ── letting in ──

  /** With the latch and pinned, nobody holds alone: admits, opens the latch, tells. */
  final void letIn() {
    Waiter granted = admit();
    Waiter heir = granted != null && spin.pays() ? heir() : null;
    unpin();
    unlatch();
    wake(granted, heir);
  }

  /**
   * Under the latch: who is next as far as known now. Looks at a few only: nothing but a hint
   * depends on it, and everybody in line may be dormant.
   */
  private @Nullable Waiter heir() {
    Waiter waiter = first();
    for (int i = 0; waiter != null && isDormant(waiter); i++) {
      waiter = i < HEIR_LOOKS_MAX ? behind(waiter) : null;
    }
    return waiter;
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

  /** What is known of the hold with this ticket. */
  final @Nullable Hold currentHold(long ticket) {
    Hold known = hold;
    return known != null && known.ticket() == ticket ? known : null;
  }

  // ── being looked at ────────────────────────────────────────────────────────────────────────

  @Override
  public final boolean withdraw(Waiter waiter) {
    return withdraw(waiter, false);
  }

  @Override
  public final boolean refuse(Waiter waiter) {
    return withdraw(waiter, true);
  }

  private boolean withdraw(Waiter waiter, boolean always) {
    latch();
    if (waiter.state() != Waiter.WAITING) {
      unlatch();
      return false;
    }
    boolean leaves = always || !staysInLine(waiter);
    if (leaves) {
      waiter.leave();
      remove(waiter);
    }
    if (Word.isFree(word) && (!leaves || mayServeByLeaving())) {
      letIn();
    } else {
      unpin();
      unlatch();
    }
    return leaves;
  }

  /** Under the latch, nobody holds alone: whether one that has left may have been in the way. */
  boolean mayServeByLeaving() {
    return true;
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

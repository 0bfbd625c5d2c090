package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.DeadlockText;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
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
 * The exclusive lock under {@link Mutex}: one word, one queue, strictly first come, first served.
 *
 * <pre>
 *            lock: CAS                     somebody waits: CAS, latch
 *   free  ─────────────&gt;  held by an owner  ─────────────────────&gt;  held and queued ──┐
 *         &lt;─────────────                    &lt;─────────────────────                   │ release:
 *           close: CAS                     the queue is empty: latch          &lt;───────┘ to the next
 * </pre>
 *
 * <p>Invariants, L being the latch:
 *
 * <ol>
 *   <li>free → held and held → free are compare-and-sets by anybody; while the word says queued, it
 *       changes under L only.
 *   <li>The word says queued whenever the queue is not empty, and a free word never does: while
 *       anybody waits, the lock passes from owner to owner and is never free (G3), so neither a
 *       newcomer nor a try can get in between (G2).
 *   <li>A request's place is the order in which it took L to join (G1).
 *   <li>A waiter leaves the queue in the same L section in which it settles: granted, it owns the
 *       word; withdrawn, those behind have moved up (G6). It is settled once, so a grant is either
 *       refused by an earlier withdrawal, and goes to the next, or stands (G7).
 *   <li>No code of the user's runs under L (G8).
 * </ol>
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

  // ── acquiring ──────────────────────────────────────────────────────────────────────────────

  /** The uncontended path; 0: take the other one. */
  final long acquireFast() {
    long free = word;
    if (Word.isFree(free) && Recording.idle()) {
      long ticket = Word.held(free, Owner.currentId());
      if (WORD.compareAndSet(this, free, ticket)) {
        refusePoisoned(ticket);
        return ticket;
      }
    }
    return 0;
  }

  /** Takes the lock if it is free; 0: it is not. */
  final long tryAcquire() {
    long ticket = acquireFast();
    if (ticket != 0) {
      return ticket;
    }
    Host.current().point();
    ticket = takeIfFree(Owner.currentId());
    if (ticket != 0) {
      if (!Recording.idle()) {
        begun(ticket, Task.current().name(), Observing.site(), 0);
      }
      refusePoisoned(ticket);
    }
    return ticket;
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
    StackTraceElement site = Observing.site();
    ParkedWaiter waiter = new ParkedWaiter(this, host, Owner.currentId(), site);
    WaitObserver observer = WaitObserver.start(waiter);
    boolean acquired = false;
    try {
      int place = join(waiter);
      long deadline =
          nanosMax == Long.MAX_VALUE ? ParkedWaiter.NEVER : waiter.sinceNanos() + nanosMax;
      acquired = place == 0 || waiter.await(interruptible, deadline, spin, place == 1);
    } finally {
      observer.end(acquired);
    }
    if (!acquired) {
      return 0;
    }
    if (!Recording.idle()) {
      begun(waiter.ticket(), waiter.ownerName(), site, observer.waitedNanos());
    }
    return waiter.ticket();
  }

  private long takeIfFree(long owner) {
    long free = word;
    while (Word.isFree(free)) {
      long ticket = Word.held(free, owner);
      if (WORD.compareAndSet(this, free, ticket)) {
        return ticket;
      }
      free = word;
    }
    return 0;
  }

  /**
   * Takes the lock if it is free, or else joins the queue.
   *
   * @return the place in line: 0 has the lock, 1 is next
   * @throws DeadlockException the waiter's own task holds the lock
   */
  final int join(Waiter waiter) {
    Blocker own = null;
    int place = 0;
    latch();
    try {
      long ticket = takeOrMarkQueued(waiter.owner());
      if (ticket != 0) {
        waiter.grant(ticket);
      } else if (waiter.is(Word.owner(word))) {
        own = blockerOf(word);
        waiter.leave();
        unmarkIfEmpty();
      } else {
        add(waiter);
        waiter.queued();
        place = size();
      }
    } finally {
      unlatch();
    }
    if (own != null) {
      throw DeadlockText.self(waiter, own);
    }
    return place;
  }

  /** Under the latch: a ticket, or 0 and a word that says queued. */
  private long takeOrMarkQueued(long owner) {
    while (true) {
      long ticket = takeIfFree(owner);
      if (ticket != 0) {
        return ticket;
      }
      long held = word;
      if (Word.isQueued(held)
          || (!Word.isFree(held) && WORD.compareAndSet(this, held, held | Word.QUEUED))) {
        return 0;
      }
    }
  }

  /** Under the latch: nobody waits any more. */
  private void unmarkIfEmpty() {
    if (size() == 0) {
      word = Word.ticket(word);
    }
  }

  /** On the poisoned lock, ends the hold and throws. */
  final void refusePoisoned(long ticket) {
    if (isPoisoned()) {
      release(ticket);
      throw poisoned();
    }
  }

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

  /** A hold that went to a future: known, and unclaimed until its guard is used. */
  final Hold unclaimed(LockRequest<?> request, @Nullable Hold known) {
    Hold begun = known;
    if (begun == null) {
      long now = Host.current().nanoTime();
      begun = new Hold(request.ticket(), request::ownerName, now, request.site(), null);
      hold = begun;
    }
    begun.markUnclaimed();
    return begun;
  }

  // ── releasing ──────────────────────────────────────────────────────────────────────────────

  /** Ends the hold with this ticket and passes the lock on; nothing if it has ended. */
  final void release(long ticket) {
    if (Recording.idle() && WORD.compareAndSet(this, ticket, Word.freed(ticket))) {
      return;
    }
    Hold ending = hold;
    if (ending != null && ending.ticket() == Word.ticket(word) && isHeldBy(ticket)) {
      Observing.end(this, ending);
    }
    latch();
    if (pin(ticket)) {
      passOn();
    } else {
      unlatch();
    }
    Host.current().point();
  }

  /** Under the latch: the hold with this ticket stands, and changes under the latch only. */
  private boolean pin(long ticket) {
    long held = word;
    while (Word.isHold(held, ticket)) {
      if (Word.isQueued(held) || WORD.compareAndSet(this, held, held | Word.QUEUED)) {
        return true;
      }
      held = word;
    }
    return false;
  }

  /**
   * Gives the held lock to the next in line, running closures that are next on this thread. Called
   * with the latch, returns without it.
   */
  private void passOn() {
    Combiner combiner = null;
    while (first() instanceof Submission<?, ?>) {
      if (combiner == null) {
        combiner = new Combiner();
      } else if (combiner.isFull()) {
        passOnElsewhere();
        combiner.complete();
        return;
      }
      long ticket = Word.passed(word, Owner.currentThreadId());
      word = ticket | Word.QUEUED;
      take(combiner, ticket);
      unlatch();
      combiner.run();
      latch();
    }
    Waiter next = grantFirst();
    Waiter heir = spin.pays() ? first() : null;
    unlatch();
    wake(next, heir);
    if (combiner != null) {
      combiner.complete();
    }
  }

  /** Under the latch: moves some closures from the head of the queue to the combiner. */
  private void take(Combiner combiner, long ticket) {
    for (int i = 0; i < Combiner.CLOSURES_AT_ONCE; i++) {
      if (!(first() instanceof Submission<?, ?> submission)) {
        return;
      }
      remove(submission);
      submission.grant(ticket);
      combiner.add(submission);
    }
  }

  /** Under the latch: the first in line has the lock, or nobody. */
  private @Nullable Waiter grantFirst() {
    Waiter next = poll();
    if (next == null) {
      word = Word.freed(word);
    } else {
      long ticket = Word.passed(word, next.owner());
      word = size() == 0 ? ticket : ticket | Word.QUEUED;
      next.grant(ticket);
    }
    return next;
  }

  private static void wake(@Nullable Waiter next, @Nullable Waiter heir) {
    if (next instanceof ParkedWaiter) {
      next.deliver();
    }
    if (heir != null) {
      heir.hint();
    }
    if (next != null && !(next instanceof ParkedWaiter)) {
      next.deliver();
    }
  }

  /** Under the latch, which it opens: enough closures run on this thread, another goes on. */
  private void passOnElsewhere() {
    word = Word.passed(word, Owner.ANONYMOUS) | Word.QUEUED;
    unlatch();
    Host.current()
        .execute(() -> {
          latch();
          passOn();
        });
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
    latch();
    try {
      long held;
      do {
        held = word;
        if (!Word.isHold(held, ticket)) {
          return 0;
        }
        moved = Word.moved(held, owner);
      } while (!WORD.compareAndSet(this, held, moved));
      Hold known = hold;
      if (known != null && known.ticket() == Word.ticket(held)) {
        known.move(Word.ticket(moved), task);
      }
    } finally {
      unlatch();
    }
    if (Word.isQueued(moved)) {
      WaitGraph.moved(owner);
    }
    return Word.ticket(moved);
  }

  // ── being looked at ────────────────────────────────────────────────────────────────────────

  @Override
  public final boolean withdraw(Waiter waiter) {
    latch();
    try {
      if (waiter.state() != Waiter.WAITING) {
        return false;
      }
      waiter.leave();
      remove(waiter);
      unmarkIfEmpty();
      return true;
    } finally {
      unlatch();
    }
  }

  @Override
  public final List<Blocker> blockers(Waiter waiter) {
    long held = word;
    return waiter.state() == Waiter.WAITING && !Word.isFree(held)
        ? List.of(blockerOf(held))
        : List.of();
  }

  @Override
  public final boolean mayBeInCycle(Waiter waiter) {
    long owner = Word.owner(word);
    return waiter.is(owner) || WaitGraph.stuckWith(owner) != null;
  }

  private static Blocker blockerOf(long held) {
    return new Blocker(Word.owner(held), Word.ticket(held));
  }

  @Override
  final List<SeenHold> seenHolds() {
    long held = word;
    long ticket = Word.ticket(held);
    return Word.isFree(held)
        ? List.of()
        : List.of(new SeenHold(Word.owner(held), ticket, LockMode.EXCLUSIVE, currentHold(ticket)));
  }
}

package dev.keyhold.internal.wait;

import org.jspecify.annotations.Nullable;

/**
 * One request that waits for one structure: the node of its queue, and the node of the wait graph.
 * How it learns of its grant is up to the subclass: a thread is woken, a future completed, a
 * closure run.
 *
 * <p>The state moves once, from waiting to granted or to withdrawn, under the structure's latch.
 * Whoever reads {@code GRANTED} sees what was done before the release that granted.
 */
public abstract class Waiter {
  /** In the queue. */
  public static final int WAITING = 0;

  /** The lock is this waiter's. */
  public static final int GRANTED = 1;

  /** Has left the queue without the lock. */
  public static final int WITHDRAWN = 2;

  private final Structure structure;
  private final Mode mode;
  private final long owner;

  /** The thread that is stuck with the owner; {@link Owner#NOBODY} if there is none. */
  private final long thread;

  private final long sinceNanos;
  private final @Nullable StackTraceElement site;

  private volatile int state;

  /** What was granted; written before the state. */
  private long ticket;

  /** What was granted, where a number does not tell; written before the state. */
  private @Nullable Object share;

  /** Guarded by the structure's latch. */
  @Nullable Waiter previous;

  /** Guarded by the structure's latch. */
  @Nullable Waiter next;

  /** What must hold of the data; null: nothing. Written before it joins a queue. */
  private @Nullable Condition condition;

  /** Why the structure has refused this waiter; written before the state. */
  private @Nullable RuntimeException refused;

  /**
   * Why {@link WaitGraph} has this waiter withdrawn: set under its lock, before it is withdrawn.
   * Null again if that came too late.
   */
  volatile @Nullable RuntimeException refusal;

  /**
   * A waiter that waits from now.
   *
   * @param structure for what
   * @param mode how
   * @param owner who asks
   * @param thread the thread that is stuck meanwhile; {@link Owner#NOBODY} if none is
   * @param sinceNanos the host's clock now
   * @param site the asking line, if recorded
   */
  protected Waiter(
      Structure structure,
      Mode mode,
      long owner,
      long thread,
      long sinceNanos,
      @Nullable StackTraceElement site) {
    this.structure = structure;
    this.mode = mode;
    this.owner = owner;
    this.thread = thread;
    this.sinceNanos = sinceNanos;
    this.site = site;
  }

  /** What is waited for. */
  public final Structure structure() {
    return structure;
  }

  /** How it is asked for. */
  public final Mode mode() {
    return mode;
  }

  /** Who asks. */
  public final long owner() {
    return owner;
  }

  /** The thread that is stuck meanwhile; {@link Owner#NOBODY} if none is. */
  public final long thread() {
    return thread;
  }

  /** When the wait began, on the host's clock. */
  public final long sinceNanos() {
    return sinceNanos;
  }

  /** The asking line, if recorded. */
  public final @Nullable StackTraceElement site() {
    return site;
  }

  /** One of {@link #WAITING}, {@link #GRANTED}, {@link #WITHDRAWN}. */
  public final int state() {
    return state;
  }

  /** What was granted, to whoever has read {@link #GRANTED}. */
  public final long ticket() {
    return ticket;
  }

  /** What was granted to a waiter that shares, to whoever has read {@link #GRANTED}. */
  public final @Nullable Object share() {
    return share;
  }

  /** Why this waiter was withdrawn by others: to break a deadlock, or refused. */
  public final @Nullable RuntimeException refusal() {
    RuntimeException reason = refused;
    return reason == null ? refusal : reason;
  }

  /** What must hold of the data for this waiter's turn to come; null: nothing. */
  public final @Nullable Condition condition() {
    return condition;
  }

  /** Before it joins a queue: its turn comes only when this holds. */
  public final void require(Condition needed) {
    condition = needed;
  }

  /** Has joined the queue; the structure's latch is held. */
  public void queued() {}

  /** Grants; the structure's latch is held. {@link #deliver} follows once it is not. */
  public final void grant(long granted) {
    assert state == WAITING : "a waiter settles once";
    ticket = granted;
    state = GRANTED;
  }

  /** The same for one of many holders. */
  public final void grantShare(Object granted) {
    share = granted;
    grant(0);
  }

  /** Marks as gone; the structure's latch is held. */
  public final void leave() {
    assert state == WAITING : "a waiter settles once";
    state = WITHDRAWN;
  }

  /**
   * Marks as gone since it cannot be served any more; the structure's latch is held. {@link
   * #deliver} follows once it is not.
   */
  public final void refuse(RuntimeException reason) {
    refused = reason;
    leave();
  }

  /** Whether {@code id} is this waiter's owner or the thread that is stuck with it. */
  public final boolean is(long id) {
    return id != Owner.ANONYMOUS && id != Owner.NOBODY && (id == owner || id == thread);
  }

  /**
   * Tells the waiter that it has settled, by grant or by refusal; no latch is held. May run code of
   * the user's and take forever; never throws.
   */
  public abstract void deliver();

  /** Says that this waiter is next: if its thread is parked, it may wake and spin. */
  public void hint() {}

  /** Who waits, as messages name it. */
  public String ownerName() {
    return Owner.describe(owner);
  }

  /** What is waited for: as a parked thread's blocker, this shows in thread dumps. */
  @Override
  public String toString() {
    return structure.target();
  }
}

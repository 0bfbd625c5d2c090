package dev.keyhold.internal.wait;

import org.jspecify.annotations.Nullable;

/** A waiter whose thread waits: it spins while it is next, then parks. */
public final class ParkedWaiter extends Waiter {
  /** A deadline that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  private final Thread parkedThread;
  private final Host host;

  /** Whether the thread is parked or about to be: set before the last look at the state. */
  private volatile boolean parked;

  /** Whether {@link #hint} came since the last wake-up: the next park returns at once. */
  private volatile boolean hinted;

  /**
   * The current thread, waiting from now as {@code owner}.
   *
   * @param structure for what
   * @param mode how
   * @param host where the current thread runs
   * @param owner who asks
   * @param site the asking line, if recorded
   */
  public ParkedWaiter(
      Structure structure, Mode mode, Host host, long owner, @Nullable StackTraceElement site) {
    super(structure, mode, owner, Owner.currentThreadId(), host.nanoTime(), site);
    this.host = host;
    parkedThread = Thread.currentThread();
  }

  /** Where the thread runs. */
  public Host host() {
    return host;
  }

  @Override
  public String ownerName() {
    return Owner.isThread(owner()) ? Owner.describe(parkedThread) : super.ownerName();
  }

  /** The thread that waits. */
  public Thread parkedThread() {
    return parkedThread;
  }

  /**
   * Waits until granted. Called by the waiter's own thread, once.
   *
   * <p>The order matters: the waiter is in the queue, is published to the wait graph, looks for a
   * cycle, and only then parks; so of the members of a cycle the last one to publish sees all the
   * others. A waiter that spins is not yet stuck and need not be published.
   *
   * @param interruptible whether an interrupt ends the wait; if not, it is kept for the caller
   * @param deadlineNanos on the host's clock, or {@link #NEVER}
   * @param spin how long to spin while next; null: not at all
   * @param isNext whether the waiter was first in line when it joined
   * @return false: out of time
   * @throws InterruptedException interrupted, and withdrawn
   */
  public boolean await(
      boolean interruptible, long deadlineNanos, @Nullable Spin spin, boolean isNext)
      throws InterruptedException {
    boolean interrupted = false;
    boolean published = false;
    int spins = isNext && spin != null ? spin.budget(host) : 0;
    long deadline = deadlineNanos;
    try {
      while (state() == WAITING) {
        if (spins > 0 && spin != null) {
          spin(spins, spin);
          spins = 0;
        } else if (!published) {
          published = true;
          WaitGraph.enter(this);
        } else if (Thread.interrupted()) {
          if (interruptible && structure().withdraw(this)) {
            throw new InterruptedException();
          }
          interrupted = true;
        } else if (deadline != NEVER && deadline - host.nanoTime() <= 0) {
          if (structure().withdraw(this)) {
            return false;
          }
          deadline = NEVER;
        } else {
          park(deadline);
          if (state() == WAITING && !structure().compete(this) && spin != null) {
            spins = spin.budget(host);
          }
        }
      }
      RuntimeException refused = state() == WITHDRAWN ? refusal() : null;
      if (refused != null) {
        Attempt.refused(this, refused);
        throw refused;
      }
      return state() == GRANTED;
    } finally {
      if (published) {
        WaitGraph.leave(this);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void spin(int spins, Spin spin) {
    for (int i = 0; i < spins; i++) {
      Thread.onSpinWait();
      if (state() != WAITING) {
        spin.hit();
        return;
      }
    }
    spin.miss();
  }

  private void park(long deadlineNanos) {
    parked = true;
    if (state() == WAITING && !hinted) {
      if (deadlineNanos == NEVER) {
        host.park(this);
      } else {
        host.parkNanos(this, deadlineNanos - host.nanoTime());
      }
    }
    parked = false;
    hinted = false;
  }

  @Override
  public void deliver() {
    // One that was hinted is awake already, and looks at its state before it parks again.
    if (parked && !hinted) {
      host.unpark(parkedThread);
    }
  }

  @Override
  public void hint() {
    hinted = true;
    if (parked) {
      host.unpark(parkedThread);
    }
  }
}

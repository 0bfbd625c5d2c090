package dev.keyhold.internal.wait;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * The small lock inside every lock of ours: held for some tens of nanoseconds, never while code of
 * the user's runs, never while another latch is held. Not fair, not reentrant, bound to no thread.
 *
 * <p>It spins, then parks: a holder can be preempted, and a waiting virtual thread must not keep
 * its carrier from it. Parking goes to the JDK directly, not through {@link Host}: a simulated task
 * is never suspended while it holds a latch, so in a simulation nobody ever waits for one.
 */
public final class Latch extends AbstractQueuedSynchronizer {
  private static final long serialVersionUID = 1L;

  /** About one holder's stay: a longer wait means that the holder was preempted. */
  private static final int SPINS = 50;

  /** An open latch. */
  public Latch() {}

  /** Waits for the latch, takes it. */
  public void lock() {
    if (compareAndSetState(0, 1)) {
      return;
    }
    for (int spin = 0; spin < SPINS; spin++) {
      Thread.onSpinWait();
      if (getState() == 0 && compareAndSetState(0, 1)) {
        return;
      }
    }
    acquire(1);
  }

  /** Opens the latch; the caller holds it. */
  public void unlock() {
    release(1);
  }

  /** Whether somebody holds it; for assertions. */
  public boolean isLocked() {
    return getState() != 0;
  }

  @Override
  protected boolean tryAcquire(int ignored) {
    return compareAndSetState(0, 1);
  }

  @Override
  protected boolean tryRelease(int ignored) {
    setState(0);
    return true;
  }

  @Override
  protected boolean isHeldExclusively() {
    return getState() != 0;
  }
}

package dev.keyhold.internal.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A small lock, held for some tens of nanoseconds by who changes memory and nothing else. Not fair,
 * not reentrant, bound to no thread. As with {@code WaitQueue}'s latch, a simulated task is never
 * suspended while it holds one, so in a simulation nobody ever waits for one.
 */
abstract class SpinLatch {
  /** About one holder's stay. */
  private static final int SPINS = 64;

  /** Longer, and the holder was preempted: it comes back after some milliseconds. */
  private static final long SLEEP_NANOS = 20_000;

  private static final VarHandle LATCH;

  static {
    try {
      LATCH = MethodHandles.lookup().findVarHandle(SpinLatch.class, "latched", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile boolean latched;

  /** What somebody does who has found a latch taken so many times in a row. */
  static void pause(int times) {
    if (times < SPINS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(SLEEP_NANOS);
    }
  }

  /** Waits for the latch, takes it. */
  final void latch() {
    for (int times = 0; latched || !tryLatch(); times++) {
      pause(times);
    }
  }

  /** Takes the latch if nobody has it. */
  final boolean tryLatch() {
    return LATCH.compareAndSet(this, false, true);
  }

  /** Opens the latch, which the caller holds. */
  final void unlatch() {
    LATCH.setRelease(this, false);
  }
}

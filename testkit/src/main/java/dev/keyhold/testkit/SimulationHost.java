package dev.keyhold.testkit;

import dev.keyhold.internal.wait.Host;
import java.util.concurrent.locks.LockSupport;

/** Brings the waiting of Keyhold's own classes to the scheduler. */
final class SimulationHost extends Host {
  /**
   * Added to virtual time, so that the clock overflows after half a second: comparisons of two
   * times by anything but their difference do not go unnoticed.
   */
  private static final long ORIGIN_NANOS = Long.MAX_VALUE - 500_000_000;

  private static final long START_MILLIS = 946_684_800_000L;

  private final Scheduler scheduler;

  SimulationHost(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public void park(Object blocker) {
    parkNanos(blocker, SimTask.NEVER);
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    SimTask self = scheduler.enter();
    if (self.permit) {
      self.permit = false;
    } else if (nanos > 0 && !self.thread.isInterrupted()) {
      if (scheduler.schedule().wakesSpuriously()) {
        scheduler.passOn(self, "wakes for no reason from", blocker);
      } else {
        scheduler.block(self, SimTask.State.PARKED, nanos, "waits for", blocker);
      }
    }
  }

  @Override
  public void unpark(Thread thread) {
    SimTask task = scheduler.roster().of(thread);
    if (task == null) {
      LockSupport.unpark(thread);
    } else {
      scheduler.asTask(() -> scheduler.wake(task));
    }
  }

  @Override
  public long nanoTime() {
    return ORIGIN_NANOS + scheduler.nowNanos();
  }

  /** Follows virtual time, and begins with the year 2000. */
  @Override
  public long currentTimeMillis() {
    return START_MILLIS + scheduler.nowNanos() / 1_000_000;
  }

  @Override
  public void executeDaemon(String name, Runnable action) {
    scheduler.asTask(() -> scheduler.spawn(name, true, action::run));
  }

  @Override
  public void execute(Runnable action) {
    scheduler.asTask(() -> scheduler.spawn("completion", false, action::run));
  }

  /** One at a time: what is spun for cannot happen meanwhile. */
  @Override
  public boolean canSpin() {
    return false;
  }

  @Override
  public void point() {
    scheduler.point();
  }
}

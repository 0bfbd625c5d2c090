package dev.keyhold.testkit;

import dev.keyhold.internal.wait.Host;

/** Brings the waiting of Keyhold's own classes to the scheduler. */
final class SimulationHost extends Host {
  private final Scheduler scheduler;

  SimulationHost(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public void park(Object blocker) {
    scheduler.park(blocker, SimTask.NEVER);
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    scheduler.park(blocker, nanos);
  }

  @Override
  public void unpark(Thread thread) {
    scheduler.unpark(thread);
  }

  @Override
  public long nanoTime() {
    return scheduler.nanoTime();
  }

  @Override
  public void execute(Runnable action) {
    scheduler.execute(action);
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

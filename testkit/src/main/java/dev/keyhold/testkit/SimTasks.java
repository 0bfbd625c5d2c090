package dev.keyhold.testkit;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The surroundings of a program in a simulation. */
final class SimTasks implements Tasks {
  private final Scheduler scheduler;
  private final RandomGenerator random;

  SimTasks(Scheduler scheduler, long seed) {
    this.scheduler = scheduler;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public TaskHandle spawn(String name, TaskBody body) {
    scheduler.self();
    SimTask task = scheduler.spawn(name, false, Bodies.named(name, body));
    scheduler.point();
    return task;
  }

  @Override
  public EventLoop eventLoop(String name) {
    scheduler.self();
    Loop loop = new SimLoop(name);
    scheduler.addLoop(loop);
    loop.start(scheduler.spawn(name, true, loop::run).thread);
    return loop;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    SimTask self = scheduler.enter();
    long nanos = Loop.nanos(duration);
    if (Thread.interrupted() || scheduler.phase() == Scheduler.Phase.STOPPING) {
      throw new InterruptedException("interrupted before sleep");
    }
    if (nanos == 0) {
      scheduler.passOn(self, "yields", null);
      return;
    }
    scheduler.block(self, SimTask.State.SLEEPING, nanos, "sleeps", duration);
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted in sleep");
    }
  }

  @Override
  public void yieldNow() {
    scheduler.passOn(scheduler.enter(), "yields", null);
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(scheduler.nowNanos());
  }

  @Override
  public long nanoTime() {
    return scheduler.host().nanoTime();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  private final class SimLoop extends Loop {
    SimLoop(String name) {
      super(name, scheduler.host());
    }

    @Override
    void submitted() {
      if (!isClosed()) {
        scheduler.self();
      }
    }

    @Override
    void completed() {}

    @Override
    void failed(Throwable failure) {
      if (failure instanceof Unwind unwind) {
        throw unwind;
      }
      boolean asAsked = scheduler.phase() != Scheduler.Phase.ON && Bodies.isInterruption(failure);
      if (!asAsked && scheduler.phase() != Scheduler.Phase.OVER) {
        scheduler.roster().failed(name(), failure);
      }
    }
  }
}

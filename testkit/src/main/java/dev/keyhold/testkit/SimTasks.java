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
    SimTask task = scheduler.spawn(name, false, body);
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
    scheduler.sleep(Loop.nanos(duration));
  }

  @Override
  public void yieldNow() {
    scheduler.yieldNow();
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(scheduler.nowNanos());
  }

  @Override
  public long nanoTime() {
    return scheduler.nanoTime();
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
      scheduler.failed(name(), failure);
    }
  }
}

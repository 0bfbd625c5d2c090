package dev.keyhold.testkit;

import dev.keyhold.internal.wait.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One run in real time. */
final class RealRun implements Tasks {
  /*
   * "pending" counts what keeps the run going: tasks that have not ended, callbacks of loops that
   * have not. Everything else that is shared stands under the same lock, which is a leaf: nobody
   * waits or calls foreign code while holding it.
   */

  /** How long, after the interrupt that ends a run, its tasks may take to end. */
  private static final long GRACE_NANOS = 5_000_000_000L;

  private final long startNanos = System.nanoTime();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final Set<RealTask> alive = new LinkedHashSet<>();
  private final Ending ending = new Ending();
  private final Map<Object, TaskFailure> failures = new LinkedHashMap<>();
  private final List<Loop> loops = new ArrayList<>();
  private int pending;
  private boolean mainFailed;

  /** Written under the lock. */
  private volatile boolean stopping;

  private boolean callerInterrupted;

  private enum Kind {
    /** Its failure ends the run. */
    MAIN,
    TASK,
    /** Does not keep the run going; its callbacks do. */
    LOOP
  }

  /** A task; joined by its thread. */
  private final class RealTask implements TaskHandle {
    private final String name;
    private final Kind kind;
    private final Thread thread;
    private volatile boolean interruptedOnce;

    /** Guarded by lock, as long as the thread is there. */
    private @Nullable Throwable failure;

    RealTask(String name, Kind kind, TaskBody body) {
      this.name = name;
      this.kind = kind;
      this.thread = Thread.ofVirtual().name(name).unstarted(() -> live(this, body));
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean isDone() {
      return !thread.isAlive();
    }

    @Override
    public void join() throws InterruptedException {
      thread.join();
      claim(this);
    }

    @Override
    public void interrupt() {
      interruptedOnce = true;
      thread.interrupt();
    }

    @Override
    public String toString() {
      return "task " + name;
    }
  }

  void run(Program program, long durationNanos) {
    start("main", Kind.MAIN, Bodies.named("main", () -> program.run(this)));
    try {
      awaitEnd(durationNanos);
      List<RealTask> left = stop();
      TaskFailure failure = end(left);
      if (failure != null) {
        throw failure;
      }
    } finally {
      if (callerInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void awaitEnd(long durationNanos) {
    lock.lock();
    try {
      long leftNanos = durationNanos;
      while (pending > 0 && !mainFailed && leftNanos > 0) {
        leftNanos = changed.awaitNanos(leftNanos);
      }
    } catch (InterruptedException e) {
      callerInterrupted = true;
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts everything; returns what there is to wait for. */
  private List<RealTask> stop() {
    List<RealTask> left;
    List<Loop> closing;
    lock.lock();
    try {
      stopping = true;
      left = List.copyOf(alive);
      closing = List.copyOf(loops);
    } finally {
      lock.unlock();
    }
    closing.forEach(Loop::close);
    left.forEach(RealTask::interrupt);
    return left;
  }

  /** Waits for the threads, and gives the run's failure, if there is one. */
  private @Nullable TaskFailure end(List<RealTask> left) {
    Patience patience = new Patience();
    for (RealTask task : left) {
      callerInterrupted |= Ending.await(task.thread, patience, GRACE_NANOS);
      if (task.thread.isAlive()) {
        return ignoresInterrupt(task);
      }
    }
    lock.lock();
    try {
      for (Thread thread : ending.threads()) {
        callerInterrupted |= Ending.await(thread, patience, GRACE_NANOS);
      }
      TaskFailure first = null;
      for (TaskFailure failure : failures.values()) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
      return first;
    } finally {
      lock.unlock();
    }
  }

  private static TaskFailure ignoresInterrupt(RealTask task) {
    return new TaskFailure(
        task.name(),
        task
            + " did not end within "
            + Duration.ofNanos(GRACE_NANOS)
            + " of the interrupt that ended its run: let InterruptedException through\n"
            + Report.stack(task.thread.getStackTrace(), false));
  }

  private RealTask start(String name, Kind kind, TaskBody body) {
    RealTask task = new RealTask(name, kind, body);
    lock.lock();
    try {
      if (stopping) {
        throw new IllegalStateException("task " + name + " is too late: the run has ended");
      }
      alive.add(task);
      pending += kind == Kind.LOOP ? 0 : 1;
      task.thread.start();
    } finally {
      lock.unlock();
    }
    return task;
  }

  private void live(RealTask task, TaskBody body) {
    Throwable failure = null;
    try {
      body.run();
    } catch (Throwable t) {
      failure = t;
    }
    lock.lock();
    try {
      boolean asAsked = (task.interruptedOnce || stopping) && Bodies.isInterruption(failure);
      if (failure != null && !asAsked) {
        task.failure = failure;
        failures.put(task, new TaskFailure(task.name(), failure));
        mainFailed |= task.kind == Kind.MAIN;
      }
      alive.remove(task);
      ending.add(task.thread);
      pending -= task.kind == Kind.LOOP ? 0 : 1;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Throws the failure of a task that has ended, which is taken care of with that. */
  private void claim(RealTask task) {
    Throwable failure;
    lock.lock();
    try {
      failure = task.failure;
      failures.remove(task);
    } finally {
      lock.unlock();
    }
    if (failure != null) {
      throw new TaskFailure(task.name(), failure);
    }
  }

  private void addPending(int change) {
    lock.lock();
    try {
      pending += change;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public TaskHandle spawn(String name, TaskBody body) {
    return start(name, Kind.TASK, Bodies.named(name, body));
  }

  @Override
  public EventLoop eventLoop(String name) {
    Loop loop = new RealLoop(name);
    loop.start(start(name, Kind.LOOP, loop::run).thread);
    lock.lock();
    try {
      loops.add(loop);
      if (stopping) {
        loop.close();
      }
    } finally {
      lock.unlock();
    }
    return loop;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (stopping) {
      Thread.interrupted();
      throw new InterruptedException("the run has ended");
    }
    TimeUnit.NANOSECONDS.sleep(Loop.nanos(duration));
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: a hint is what was asked for
  public void yieldNow() {
    Thread.yield();
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public RandomGenerator random() {
    return ThreadLocalRandom.current();
  }

  private final class RealLoop extends Loop {
    RealLoop(String name) {
      super(name, Host.JVM);
    }

    @Override
    void submitted() {
      addPending(1);
    }

    @Override
    void completed() {
      addPending(-1);
    }

    @Override
    void failed(Throwable failure) {
      if (stopping && Bodies.isInterruption(failure)) {
        return;
      }
      lock.lock();
      try {
        failures.put(failure, new TaskFailure(name(), failure));
      } finally {
        lock.unlock();
      }
    }
  }
}

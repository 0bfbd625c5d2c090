package dev.keyhold.testkit;

import dev.keyhold.internal.wait.Host;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One run of a simulation, seen from the thread that called for it: it starts the first task,
 * watches while others have the baton, and when it gets the baton judges the run and ends all
 * threads.
 */
final class SimRun {
  /** How long a thread may take, in real time, to end when it is told to. */
  private static final long UNWIND_NANOS = 1_000_000_000;

  private final Simulation simulation;
  private final Scheduler scheduler;
  private boolean callerInterrupted;

  SimRun(Simulation simulation, long stopNanos) {
    if (Host.current() instanceof SimulationHost) {
      throw new IllegalStateException(
          "a task of a simulation cannot run another simulation: spawn tasks instead");
    }
    this.simulation = simulation;
    this.scheduler = new Scheduler(simulation, stopNanos);
  }

  void run(Program program) {
    Long seed = simulation.seed();
    Tasks tasks = new SimTasks(scheduler, seed == null ? 0 : seed);
    scheduler.spawn("main", false, Bodies.named("main", () -> program.run(tasks)));
    scheduler.start();
    try {
      SimulationFailure failure = judge(watch());
      List<String> leaked = windUp();
      if (failure != null) {
        leaked.forEach(task -> failure.addSuppressed(new IllegalStateException(task)));
        throw failure;
      }
      if (!leaked.isEmpty()) {
        throw new SimulationFailure(String.join("; ", leaked), null, seed, List.of());
      }
    } finally {
      if (callerInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits for the baton.
   *
   * @return what is wrong with a task that does not pass it on; null if the baton came back
   */
  private @Nullable String watch() {
    SimTask suspect = null;
    long beats = -1;
    Patience patience = new Patience();
    while (true) {
      SimTask task = scheduler.running();
      if (task == null) {
        return null;
      }
      if (task != suspect || beats != scheduler.beats()) {
        suspect = task;
        beats = scheduler.beats();
        patience = new Patience();
      } else {
        String wrong = Watchdog.look(task, patience.look(), simulation.watchdogNanos());
        if (wrong != null && beats == scheduler.beats() && task == scheduler.running()) {
          return breakOff(task, wrong);
        }
      }
      LockSupport.parkNanos(this, Patience.TICK_NANOS);
      noteInterrupt();
    }
  }

  private void noteInterrupt() {
    if (Thread.interrupted()) {
      callerInterrupted = true;
      scheduler.requestStop();
    }
  }

  private String breakOff(SimTask task, String wrong) {
    scheduler.breakOff();
    task.thread.interrupt();
    if (awaitBaton()) {
      return wrong;
    }
    scheduler.takeBack();
    return wrong + "\n  It did not end when interrupted; its thread is lost.";
  }

  /** Whether the baton came back in time. */
  private boolean awaitBaton() {
    Patience patience = new Patience();
    while (scheduler.running() != null) {
      if (patience.look() >= UNWIND_NANOS) {
        return false;
      }
      LockSupport.parkNanos(this, Patience.TICK_NANOS);
      noteInterrupt();
    }
    return true;
  }

  /** The run's failure; null if it went well. Must come before the tasks are wound up. */
  private @Nullable SimulationFailure judge(@Nullable String stuck) {
    List<TaskFailure> failures = new ArrayList<>(scheduler.roster().failures());
    String verdict = stuck == null ? scheduler.verdict() : stuck;
    if (verdict == null && failures.isEmpty()) {
      return null;
    }
    TaskFailure first = failures.isEmpty() ? null : failures.removeFirst();
    String message = Report.message(simulation, scheduler, verdict, first);
    SimulationFailure failure =
        new SimulationFailure(
            message,
            first == null ? null : first.getCause(),
            simulation.seed(),
            scheduler.lastDecisions());
    failures.forEach(failure::addSuppressed);
    return failure;
  }

  /**
   * Ends the threads of all tasks, one after the other.
   *
   * @return those that did not end
   */
  private List<String> windUp() {
    scheduler.breakOff();
    Collection<SimTask> left = scheduler.roster().alive();
    List<Thread> threads = scheduler.roster().threads();
    List<String> leaked = new ArrayList<>();
    for (SimTask task : left) {
      if (task.started && task.thread.isAlive() && scheduler.running() == null) {
        scheduler.unwind(task);
        if (!awaitBaton()) {
          scheduler.takeBack();
        }
      }
    }
    Patience patience = new Patience();
    for (Thread thread : threads) {
      callerInterrupted |= Ending.await(thread, patience, UNWIND_NANOS);
      if (thread.isAlive()) {
        leaked.add("the thread of task " + thread.getName() + " did not end with its run");
      }
    }
    return leaked;
  }
}

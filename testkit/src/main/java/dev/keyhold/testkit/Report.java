package dev.keyhold.testkit;

import dev.keyhold.sync.Task;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of a simulation's failure. */
final class Report {
  private static final int TASKS_MAX = 20;
  private static final int FRAMES_MAX = 12;

  /** Frames that say only that a task waits, or how its thread was begun. */
  private static final Set<String> MACHINERY =
      Set.of(
          Scheduler.class.getName(),
          SimTask.class.getName(),
          SimTasks.class.getName(),
          SimulationHost.class.getName(),
          SimRun.class.getName(),
          Bodies.class.getName(),
          Task.class.getName());

  private Report() {}

  /**
   * The whole message.
   *
   * @param verdict what is wrong with the run as a whole, or null
   * @param failure the first failure of a task, or null
   */
  static String message(
      Simulation simulation,
      Scheduler scheduler,
      @Nullable String verdict,
      @Nullable TaskFailure failure) {
    Long seed = simulation.seed();
    StringBuilder text = new StringBuilder(1000);
    text.append(seed == null ? "in order: " : "seed " + seed + ": ");
    if (verdict == null) {
      text.append(failure == null ? "" : failure.getMessage());
    } else {
      text.append(verdict);
      if (failure != null) {
        text.append("\n  before that, ").append(failure.getMessage());
      }
    }
    text.append("\n  at step ").append(scheduler.steps());
    text.append(", virtual time ").append(Trace.time(scheduler.nowNanos()));
    text.append("; replay: ").append(simulation).append(", same program, same options");
    if (verdict != null) {
      appendTasks(text, scheduler);
    }
    text.append("\n  last decisions, oldest first:");
    scheduler.lastDecisions().forEach(line -> text.append("\n    ").append(line));
    return text.toString();
  }

  private static void appendTasks(StringBuilder text, Scheduler scheduler) {
    int shown = 0;
    for (SimTask task : scheduler.roster().alive()) {
      if (++shown > TASKS_MAX) {
        text.append("\n  and ")
            .append(scheduler.roster().alive().size() - TASKS_MAX)
            .append(" more tasks");
        return;
      }
      text.append("\n  ").append(task).append(' ').append(condition(task));
      if (task.started) {
        text.append(stackOf(task));
      }
    }
  }

  private static String condition(SimTask task) {
    Object blocker = task.blocker;
    return switch (task.state) {
      case NEW -> "has not begun";
      case READY, RUNNING -> "could run";
      case PARKED -> "waits for " + (blocker == null ? "an unpark" : Trace.describe(blocker));
      case SLEEPING -> "sleeps until " + Trace.time(task.wakeNanos);
      case DONE -> "has ended";
    };
  }

  private static String stackOf(SimTask task) {
    String stack = stack(task.thread.getStackTrace(), true);
    return stack.isEmpty() ? "" : "\n" + stack;
  }

  /**
   * The frames of a thread that tell something, a line each.
   *
   * @param simulated whether the thread waits in the simulation, whose own frames say nothing then
   */
  static String stack(StackTraceElement[] frames, boolean simulated) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (StackTraceElement frame : frames) {
      if (isMachinery(frame, simulated)) {
        continue;
      }
      if (++shown > FRAMES_MAX) {
        return text.append("\n      …").toString();
      }
      text.append(shown == 1 ? "" : "\n").append("      at ").append(frame);
    }
    return text.toString();
  }

  private static boolean isMachinery(StackTraceElement frame, boolean simulated) {
    String name = frame.getClassName();
    int lambda = name.indexOf("$$");
    return name.equals("java.lang.VirtualThread")
        || name.startsWith("java.lang.System$") // on the way into the park, for an instant
        || name.startsWith("java.lang.ScopedValue$")
        || name.startsWith("jdk.internal.")
        || MACHINERY.contains(lambda < 0 ? name : name.substring(0, lambda))
        || (simulated
            && (name.equals("java.util.concurrent.locks.LockSupport")
                || name.equals("java.lang.Thread")));
  }
}

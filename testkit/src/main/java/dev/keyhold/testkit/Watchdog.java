package dev.keyhold.testkit;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tells what is wrong with a task that has the baton and does not come back. */
final class Watchdog {
  private static final String WAY_OUT =
      "the simulation does not see such waits; use Tasks.sleep, Tasks.await, TaskHandle.join or"
          + " Keyhold's locks";

  private Watchdog() {}

  /**
   * What is wrong with {@code task}.
   *
   * @param stillNanos for how long, in real time, the task has not come to the simulation
   * @param limitNanos for how long it may; a real sleep is wrong however short, if it is seen
   * @return null if nothing is wrong, or not yet
   */
  static @Nullable String look(SimTask task, long stillNanos, long limitNanos) {
    Thread.State state = task.thread.getState();
    boolean waits =
        switch (state) {
          case WAITING, TIMED_WAITING, BLOCKED -> true;
          case NEW, RUNNABLE, TERMINATED -> false;
        };
    boolean overdue = stillNanos >= limitNanos;
    boolean maySleep = state == Thread.State.TIMED_WAITING && stillNanos >= Patience.TICK_NANOS / 2;
    if (!overdue && !maySleep) {
      return null;
    }
    StackTraceElement[] stack = task.thread.getStackTrace();
    String where = "\n" + Report.stack(stack, false);
    if (waits && Arrays.stream(stack).anyMatch(Watchdog::isSleep)) {
      return task + " sleeps in real time: " + WAY_OUT + where;
    }
    if (!overdue) {
      return null;
    }
    Duration limit = Duration.ofNanos(limitNanos);
    return waits
        ? task + " waits outside of the simulation since " + limit + ": " + WAY_OUT + where
        : task
            + " runs since "
            + limit
            + " of real time without a wait: look for a loop, put Tasks.yieldNow into it, or raise"
            + " the limit by watchdog"
            + where;
  }

  private static boolean isSleep(StackTraceElement frame) {
    return frame.getClassName().equals("java.lang.Thread") && frame.getMethodName().equals("sleep");
  }
}

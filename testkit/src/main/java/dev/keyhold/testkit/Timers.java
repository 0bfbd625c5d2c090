package dev.keyhold.testkit;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Virtual time, and the tasks that wait for a moment of it. */
final class Timers {
  /**
   * By time; of those due together, by the order of setting. Removing one leaves nothing behind.
   */
  private final TreeSet<SimTask> waiting =
      new TreeSet<>(
          Comparator.<SimTask>comparingLong(task -> task.wakeNanos)
              .thenComparingLong(task -> task.timerNumber));

  private long nowNanos;
  private long made;

  /** The time since the start. */
  long nowNanos() {
    return nowNanos;
  }

  /** Sets the timer of {@code task}, which has none, to {@code nanos} from now. */
  void set(SimTask task, long nanos) {
    long wakeNanos = nowNanos + nanos;
    task.wakeNanos = wakeNanos < 0 ? SimTask.NEVER - 1 : wakeNanos;
    task.timerNumber = ++made;
    waiting.add(task);
  }

  /** Takes away the timer of {@code task}, if it has one. */
  void clear(SimTask task) {
    if (task.wakeNanos != SimTask.NEVER) {
      waiting.remove(task);
      task.wakeNanos = SimTask.NEVER;
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The next moment for which a task waits; there must be one. */
  long earliestNanos() {
    return waiting.first().wakeNanos;
  }

  void moveTo(long nanos) {
    assert nanos >= nowNanos : "time does not go back";
    nowNanos = nanos;
  }

  /** A task that is due now, the first set first; null if there is none. Its timer stays. */
  @Nullable SimTask nextDue() {
    return waiting.isEmpty() || waiting.first().wakeNanos > nowNanos ? null : waiting.first();
  }
}

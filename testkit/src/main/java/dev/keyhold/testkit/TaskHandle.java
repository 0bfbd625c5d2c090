package dev.keyhold.testkit;

/** A task that was spawned. Any task of the run may use it. */
public interface TaskHandle {

  /** The name it was given. */
  String name();

  /** Whether the task has ended, well or not. */
  boolean isDone();

  /**
   * Waits for the task to end. What it did happens before this returns.
   *
   * @throws TaskFailure if the task failed, with the failure as the cause; with this it counts as
   *     taken care of, and does not fail the run any more
   * @throws InterruptedException if the waiting task is interrupted, before or while it waits
   */
  void join() throws InterruptedException;

  /**
   * Interrupts the task, as {@link Thread#interrupt} does: it wakes from what it sleeps or waits
   * for.
   */
  void interrupt();
}

package dev.keyhold.testkit;

/** A task failed; the cause is what its body threw. */
public final class TaskFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String task;

  TaskFailure(String task, Throwable cause) {
    super("task " + task + " failed: " + cause, cause);
    this.task = task;
  }

  TaskFailure(String task, String message) {
    super(message, null);
    this.task = task;
  }

  /** The name of the task that failed. */
  public String task() {
    return task;
  }
}

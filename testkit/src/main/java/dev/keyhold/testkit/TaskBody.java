package dev.keyhold.testkit;

/** What a task does. */
@FunctionalInterface
public interface TaskBody {

  /**
   * Runs the task to its end, on a thread of its own.
   *
   * @throws Exception the task's failure; whoever joins the task gets it, otherwise the run fails
   */
  void run() throws Exception;
}

package dev.keyhold.testkit;

/** A program of concurrent tasks, which does not know whether its time is real. */
@FunctionalInterface
public interface Program {

  /**
   * The program's first task, named {@code main}. The run goes on after it has returned, until the
   * tasks it spawned have ended too.
   *
   * @param tasks where the program spawns, sleeps and asks for the time; valid during this run
   * @throws Exception ends the whole run with this failure
   */
  void run(Tasks tasks) throws Exception;
}

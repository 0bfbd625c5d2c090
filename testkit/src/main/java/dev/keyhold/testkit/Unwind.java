package dev.keyhold.testkit;

/**
 * Thrown through the tasks that are still there when a simulation is over, to end their threads. An
 * error, so that {@code catch (Exception e)} lets it through.
 */
final class Unwind extends Error {
  private static final long serialVersionUID = 1L;

  Unwind() {
    super("the simulation is over", null, false, false);
  }
}

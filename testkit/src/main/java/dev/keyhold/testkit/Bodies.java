package dev.keyhold.testkit;

import dev.keyhold.sync.Task;
import org.jspecify.annotations.Nullable;

/** What real and virtual time do alike with the bodies of tasks. */
final class Bodies {
  private Bodies() {}

  /**
   * The body as it runs in a task: locks, their reports and deadlocks know it by {@code name}.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  static TaskBody named(String name, TaskBody body) {
    Task task = Task.named(name);
    return () -> {
      var _ =
          task.call(() -> {
            body.run();
            return name;
          });
    };
  }

  /** Whether {@code failure} is, or stems from, an interrupt. */
  static boolean isInterruption(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof InterruptedException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}

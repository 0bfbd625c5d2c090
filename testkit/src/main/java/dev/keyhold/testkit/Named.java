package dev.keyhold.testkit;

import org.jspecify.annotations.Nullable;

/** What a task's thread does around the task's body, in real and in virtual time alike. */
final class Named {
  private Named() {}

  /** Runs {@code body} under the task's name; its thread bears the name already. */
  static void run(String name, TaskBody body) throws Exception {
    body.run();
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

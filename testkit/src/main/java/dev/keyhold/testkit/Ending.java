package dev.keyhold.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/** Threads that have done their work and will be gone in a moment. For one thread at a time. */
final class Ending {
  private final ArrayDeque<Thread> threads = new ArrayDeque<>();

  /** Adds {@code thread}, and forgets those that are gone, so that a long run keeps few. */
  void add(Thread thread) {
    while (!threads.isEmpty() && !threads.getFirst().isAlive()) {
      threads.removeFirst();
    }
    threads.addLast(thread);
  }

  List<Thread> threads() {
    return List.copyOf(threads);
  }

  /**
   * Waits for the end of {@code thread}, interrupted or not.
   *
   * @param untilNanos how long, by {@link System#nanoTime}; looks at least once
   * @return whether the calling thread was interrupted meanwhile
   */
  static boolean await(Thread thread, long untilNanos) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        long leftNanos = Math.max(1, untilNanos - System.nanoTime());
        if (!thread.join(Duration.ofNanos(leftNanos))) {
          return interrupted;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }
}

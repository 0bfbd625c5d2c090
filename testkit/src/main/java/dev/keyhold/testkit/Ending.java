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
   * @param patience shared by all who are waited for
   * @param nanosMax how long in all; looks at least once
   * @return whether the calling thread was interrupted meanwhile
   */
  static boolean await(Thread thread, Patience patience, long nanosMax) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        boolean ended = thread.join(Duration.ofNanos(Patience.TICK_NANOS));
        if (!ended && patience.look() >= nanosMax) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }
}

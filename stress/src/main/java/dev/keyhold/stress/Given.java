package dev.keyhold.stress;

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.Task;

/** Locks in the state that a race begins with. */
final class Given {
  /** Holds what no thread of the race holds. */
  private static final Task NOBODY = Task.named("nobody in the race");

  private Given() {}

  /** The guard of a free mutex, of no thread of the race. */
  static <T> Guard<T> held(Mutex<T> mutex) {
    return mutex.lockAsync(NOBODY).join();
  }

  static int toInt(boolean condition) {
    return condition ? 1 : 0;
  }

  /** A counter without any synchronisation. */
  static final class Counter {
    int value;

    int increment() {
      return ++value;
    }
  }
}

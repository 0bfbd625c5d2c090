package dev.keyhold.stress;

import dev.keyhold.sync.Actor;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.Task;
import dev.keyhold.sync.ThrowingFunction;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Locks in the state that a race begins with. */
final class Given {
  /** Holds what no thread of the race holds. */
  private static final Task NOBODY = Task.named("nobody in the race");

  private Given() {}

  /** The guard of a free mutex, of no thread of the race. */
  static <T> Guard<T> held(Mutex<T> mutex) {
    return mutex.lockAsync(NOBODY).join();
  }

  /** The answer to come of an actor whose mailbox is not full. */
  static <T> CompletableFuture<Integer> asked(
      Actor<T> actor, ThrowingFunction<T, Integer, RuntimeException> function) {
    return Objects.requireNonNull(actor.tryAsk(function), "the mailbox is full");
  }

  /** Whether an attempt got the lock; what it got stays until the race is over. */
  static boolean isGot(@Nullable Guard<?> guard) {
    return guard != null;
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

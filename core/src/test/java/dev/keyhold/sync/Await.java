package dev.keyhold.sync;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for states, with a limit that only a failure reaches. */
public final class Await {
  public static final Duration LIMIT = Duration.ofSeconds(20);

  private Await() {}

  /** Returns once the condition holds; fails after {@link #LIMIT}. */
  public static void until(String what, BooleanSupplier condition) {
    long since = System.nanoTime();
    for (int look = 0; !condition.getAsBoolean(); look++) {
      if (System.nanoTime() - since > LIMIT.toNanos()) {
        throw new AssertionError("never happened: " + what);
      }
      if (look < 200) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(50_000);
      }
    }
  }

  /** Returns once so many wait in this lock's queue. */
  static void waiters(LockBase lock, int count) {
    until(count + " waiters at " + lock.target(), () -> lock.report().waiters().size() == count);
  }

  /** Returns once so many wait in this lock's queue and it is free: nobody's turn has come. */
  static void dormant(LockBase lock, int count) {
    until(
        count + " dormant waiters at " + lock.target(),
        () -> {
          LockReport report = lock.report();
          return report.waiters().size() == count && report.holder().isEmpty();
        });
  }

  /** Returns once the lock is free and nobody waits. */
  static void free(LockBase lock) {
    until(
        lock.target() + " is free",
        () -> lock.report().holder().isEmpty() && lock.report().waiters().isEmpty());
  }

  /** Returns once the thread is parked or has ended. */
  public static void parked(Thread thread) {
    until(
        thread + " is parked",
        () ->
            switch (thread.getState()) {
              case WAITING, TIMED_WAITING -> true;
              default -> false;
            });
  }
}

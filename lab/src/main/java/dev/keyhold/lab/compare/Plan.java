package dev.keyhold.lab.compare;

import java.time.Duration;

/**
 * What every option is put through.
 *
 * @param tasks how many virtual threads read and write, 1 to {@value #TASKS_MAX}
 * @param writers the share of operations that are writes, 0 to 1
 * @param hold how long the guard is kept after the operation; zero for no longer than it takes
 * @param duration how long each option runs, more than zero
 * @param seed decides which keys the tasks choose, and when they write
 */
public record Plan(int tasks, double writers, Duration hold, Duration duration, long seed) {
  /** A task brings its own histogram of about 20 KB: this many fit beside the data in 512 MB. */
  public static final int TASKS_MAX = 10_000;

  /** Checks what the parameters say. */
  public Plan {
    if (tasks < 1 || tasks > TASKS_MAX) {
      throw new IllegalArgumentException(
          "the number of tasks is %,d: give 1 to %,d".formatted(tasks, TASKS_MAX));
    }
    if (!(writers >= 0 && writers <= 1)) {
      throw new IllegalArgumentException(
          "the share of writers is %s: give 0 (all read) to 1 (all write)".formatted(writers));
    }
    if (hold.isNegative()) {
      throw new IllegalArgumentException("the hold is negative: give 0s or more");
    }
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "the duration of a run is not above zero: give for example 2s");
    }
  }

  /** This plan for another time. */
  Plan lasting(Duration other) {
    return new Plan(tasks, writers, hold, other, seed);
  }
}

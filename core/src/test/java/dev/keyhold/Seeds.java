package dev.keyhold;

import java.util.Random;
import java.util.random.RandomGenerator;

/** The source of chance in tests: another seed each run, printed, and chosen to repeat a run. */
public final class Seeds {
  private Seeds() {}

  /** A generator whose seed is printed; the system property {@code keyhold.seed} sets it. */
  public static RandomGenerator random(Object test) {
    long seed = Long.getLong("keyhold.seed", System.nanoTime());
    System.out.printf(
        "%s: seed %d; repeat with -Dkeyhold.seed=%d%n",
        test.getClass().getSimpleName(), seed, seed);
    return new Random(seed);
  }
}

package dev.keyhold.bench.locks.contender;

/** What a task does on its own between two operations, where it does anything. */
public final class Work {
  /** Turns of a generator of random numbers, each waiting for the one before: about 100 ns. */
  private static final int TURNS = 50;

  private Work() {}

  /**
   * One piece of work.
   *
   * @param seed not zero
   * @return what to give to the next one, so that none can be left out
   */
  public static long turn(long seed) {
    long value = seed;
    for (int i = 0; i < TURNS; i++) {
      value ^= value << 13;
      value ^= value >>> 7;
      value ^= value << 17;
    }
    return value;
  }

  /** Fails if the results of all that work are not used. */
  static void use(long value) {
    if (value == 0) {
      throw new IllegalStateException("the generator has come to zero, which it never does");
    }
  }
}

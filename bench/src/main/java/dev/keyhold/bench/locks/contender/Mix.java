package dev.keyhold.bench.locks.contender;

/**
 * Which of one task's operations read and which write: drawn in a proportion, the same in every
 * run.
 */
final class Mix {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** What is drawn is below this: the upper 24 bits of a number. */
  private static final long DRAWS = 1L << 24;

  private final long readsBelow;
  private long state;
  private long writes;

  /**
   * One task's.
   *
   * @param readsPercent how many of a hundred operations read, roughly
   * @param task the number of the task: each draws differently
   */
  Mix(int readsPercent, int task) {
    readsBelow = readsPercent * DRAWS / 100;
    state = (task + 1) * GOLDEN;
  }

  /** Whether the next operation is a read. */
  boolean reads() {
    state ^= state << 13;
    state ^= state >>> 7;
    state ^= state << 17;
    boolean reads = state >>> 40 < readsBelow;
    writes += reads ? 0 : 1;
    return reads;
  }

  /** How many writes there were. */
  long writes() {
    return writes;
  }
}

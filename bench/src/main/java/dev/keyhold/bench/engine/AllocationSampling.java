package dev.keyhold.bench.engine;

import com.sun.management.ThreadMXBean;
import dev.keyhold.bench.duel.Sampling;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;

/** Counts what an operation allocates, once it is compiled, on the thread that does it. */
final class AllocationSampling implements Sampling {
  private static final int OPERATIONS = 100_000;

  private final KeyPool pool;
  private final Consumer<String[]> work;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long warmedNanos;

  /**
   * A side that is cold.
   *
   * @param work one operation for each key
   */
  AllocationSampling(KeyPool pool, Consumer<String[]> work) {
    this.pool = pool;
    this.work = work;
  }

  @Override
  public boolean warmUp(long warmupNanos) {
    long sinceNanos = System.nanoTime();
    sample();
    warmedNanos += System.nanoTime() - sinceNanos;
    return warmedNanos >= warmupNanos;
  }

  @Override
  public void settle() {}

  /** Bytes an operation. */
  @Override
  public double sample() {
    String[] keys = pool.some(OPERATIONS, 0, 1);
    long before = threads.getCurrentThreadAllocatedBytes();
    work.accept(keys);
    return (double) (threads.getCurrentThreadAllocatedBytes() - before) / OPERATIONS;
  }
}

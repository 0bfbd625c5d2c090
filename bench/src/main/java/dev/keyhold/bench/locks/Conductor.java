package dev.keyhold.bench.locks;

import dev.keyhold.bench.duel.BenchException;
import dev.keyhold.bench.duel.Heap;
import dev.keyhold.bench.locks.contender.Contender;
import dev.keyhold.bench.locks.contender.Round;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs rounds of tasks on one contender.
 *
 * <p><b>The convoy.</b> A fair lock that is handed to a parked task costs a wake-up, and while that
 * lasts everybody else comes and parks too: once all tasks queue, they queue until they end, and
 * every operation is a hand-off. Whether and when that happens after a start is chance; a round
 * that begins with running tasks measures first the start and then, some time, the convoy. So the
 * gate that tasks start from is the lock itself: the conductor holds it, starts all tasks, waits
 * until every one of them is queued (its thread is parked, or its request is in line), and then
 * starts the clock and releases. Each task does the same number of operations, in a strict queue
 * one a turn, so the convoy is complete until the last turn. A lock that lets newcomers overtake
 * begins in the same state, and dissolves the convoy if it can: that is its advantage, and is
 * measured.
 *
 * <p>The clock stops when the last task has done its last operation. Starting the tasks is not
 * measured. After each round the protected counter must have grown by what the tasks did.
 */
final class Conductor {
  private static final long QUEUE_NANOS_MAX = 60_000_000_000L;
  private static final long ROUND_NANOS_MAX = 120_000_000_000L;
  private static final long LOOK_NANOS = 200_000;

  private final String label;
  private final Contender contender;
  private final int tasks;

  /**
   * A conductor of one contender.
   *
   * @param label for errors
   */
  Conductor(String label, Contender contender, int tasks) {
    this.label = label;
    this.contender = contender;
    this.tasks = tasks;
  }

  int tasks() {
    return tasks;
  }

  /**
   * One round of fixed length.
   *
   * @return how long it took
   * @throws BenchException increments were lost, or the tasks do not end
   */
  long elapsedNanos(int operationsPerTask) throws InterruptedException {
    return run(operationsPerTask, 0).elapsedNanos();
  }

  /**
   * One round of fixed duration.
   *
   * @return the longest time that a task waited once; what it waited before the clock started does
   *     not count, what it still waited when the time was over does
   * @throws BenchException increments were lost, or the tasks do not end
   */
  long longestWaitNanos(long durationNanos) throws InterruptedException {
    return run(0, durationNanos).longestWaitNanos();
  }

  /**
   * One round, for what those that wait take of the heap.
   *
   * @return by how many bytes the live objects grow from before the tasks come until all of them
   *     are queued
   * @throws BenchException increments were lost, or the tasks do not end
   */
  long queuedBytes() throws InterruptedException {
    long before = Heap.objectBytes();
    long[] queued = new long[1];
    run(1, 0, () -> queued[0] = Heap.objectBytes());
    return queued[0] - before;
  }

  private Round run(int operationsPerTask, long durationNanos) throws InterruptedException {
    return run(operationsPerTask, durationNanos, () -> {});
  }

  private Round run(int operationsPerTask, long durationNanos, Runnable whenQueued)
      throws InterruptedException {
    long before = contender.count();
    contender.hold();
    Round round = new Round(tasks, operationsPerTask);
    contender.start(round);
    awaitQueued(round);
    whenQueued.run();
    round.open();
    contender.release();
    if (durationNanos > 0) {
      pause(durationNanos);
      round.stop();
    }
    try {
      round.awaitEnd(ROUND_NANOS_MAX);
    } catch (IllegalStateException e) {
      throw new BenchException(label + ": " + e.getMessage());
    }
    contender.clear();
    check(contender.count() - before, round.increments());
    return round;
  }

  private void awaitQueued(Round round) {
    long sinceNanos = System.nanoTime();
    while (!contender.allQueued(round)) {
      if (System.nanoTime() - sinceNanos > QUEUE_NANOS_MAX) {
        throw new BenchException(
            "%s: %d tasks have not queued within %d s"
                .formatted(label, tasks, QUEUE_NANOS_MAX / 1_000_000_000));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static void pause(long nanos) {
    long sinceNanos = System.nanoTime();
    long left = nanos;
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanos - (System.nanoTime() - sinceNanos);
    }
  }

  private void check(long counted, long done) {
    if (counted != done) {
      throw new BenchException(
          "%s: the counter has grown by %d, but %d tasks did %d increments: the lock does not exclude"
              .formatted(label, counted, tasks, done));
    }
  }
}

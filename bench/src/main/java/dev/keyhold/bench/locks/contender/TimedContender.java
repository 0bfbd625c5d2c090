package dev.keyhold.bench.locks.contender;

/**
 * A lock whose tasks run until they are stopped and look at the clock before and after each wait.
 * That costs time and lengthens the section, so how fast the lock is gets measured without.
 */
abstract class TimedContender extends ThreadContender {
  @Override
  final void runTask(Round round) throws Exception {
    long operations = 0;
    long longestNanos = 0;
    do {
      longestNanos = Math.max(longestNanos, waitNanos(round));
      operations++;
    } while (!round.isStopped());
    round.ended(operations, longestNanos);
  }

  /** One operation: how long its wait took. */
  abstract long waitNanos(Round round) throws Exception;

  @Override
  final void loop(int operations) {
    throw new UnsupportedOperationException("runs until it is stopped");
  }
}

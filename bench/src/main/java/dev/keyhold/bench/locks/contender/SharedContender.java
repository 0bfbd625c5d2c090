package dev.keyhold.bench.locks.contender;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A lock for readers and writers. Of its operations only writes count; what reads see is summed up,
 * so that none can be left out.
 */
abstract class SharedContender extends ThreadContender {
  private final Use use;
  private final AtomicInteger started = new AtomicInteger();

  SharedContender(Use use) {
    this.use = use;
  }

  @Override
  final void runTask(Round round) throws Exception {
    int operations = round.operationsPerTask();
    // The tasks of a round are numbered from 0, whichever thread comes first.
    int number = started.getAndIncrement() % round.tasks();
    switch (use) {
      case READS -> {
        requireSum(reads(operations));
        round.ended(0);
      }
      case WRITES -> {
        loop(operations);
        round.ended(operations);
      }
      case MIXED_100_0, MIXED_95_5, MIXED_50_50 -> {
        Mix mix = new Mix(use.readsPercent(), number);
        requireSum(mixed(operations, mix));
        round.ended(mix.writes());
      }
    }
  }

  private static void requireSum(long sum) {
    if (sum < 0) {
      throw new IllegalStateException("readers saw counters that sum up to %d".formatted(sum));
    }
  }

  @Override
  final boolean waitsTimed() {
    return false;
  }

  /** Reads only; the sum of what was read. */
  abstract long reads(int operations) throws Exception;

  /** Reads and writes as drawn; the sum of what was read. */
  abstract long mixed(int operations, Mix mix) throws Exception;
}

package dev.keyhold.sync;

import dev.keyhold.internal.wait.Condition;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.ParkedWaiter;
import dev.keyhold.internal.wait.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lock's holds and waiters at one moment, as they are: a report before it is put into words.
 *
 * @param lock the lock
 * @param holds its holds
 * @param waiters who waits, in order
 */
record Look(LockBase lock, List<SeenHold> holds, List<Waiter> waiters) {

  /** This look as a report, with the stacks that were taken for it. */
  LockReport report(Stacks stacks) {
    long now = Host.current().nanoTime();
    return new LockReport(
        lock.target(),
        holds.stream().map(hold -> holder(hold, now, stacks.of(hold))).toList(),
        waiters.stream().map(waiter -> waiting(waiter, now, stacks.of(waiter))).toList(),
        lock.isPoisoned());
  }

  private static LockReport.Holder holder(SeenHold seen, long now, List<StackTraceElement> stack) {
    String task = task(seen);
    Hold hold = seen.hold();
    if (hold == null) {
      return new LockReport.Holder(
          task,
          seen.mode(),
          Optional.empty(),
          Optional.empty(),
          false,
          Owner.isThread(seen.owner()) ? Optional.of(task) : Optional.empty(),
          stack);
    }
    return new LockReport.Holder(
        task,
        seen.mode(),
        Optional.of(Duration.ofNanos(Math.max(0, now - hold.sinceNanos()))),
        Optional.ofNullable(hold.site()),
        hold.isUnclaimed(),
        Optional.ofNullable(threadName(seen.owner(), hold)),
        stack);
  }

  private LockReport.Waiting waiting(Waiter waiter, long now, List<StackTraceElement> stack) {
    return new LockReport.Waiting(
        waiter.ownerName(),
        lock.modeOf(waiter),
        waitsForCondition(waiter),
        Duration.ofNanos(Math.max(0, now - waiter.sinceNanos())),
        Optional.ofNullable(waiter.site()),
        Optional.ofNullable(threadName(waiter)),
        stack);
  }

  private static boolean waitsForCondition(Waiter waiter) {
    Condition condition = waiter.condition();
    return condition != null && condition.isAwaited();
  }

  /** Who holds. */
  static String task(SeenHold seen) {
    Hold hold = seen.hold();
    return hold == null ? Owner.describe(seen.owner()) : hold.task();
  }

  private static @Nullable String threadName(Waiter waiter) {
    if (waiter instanceof ParkedWaiter parked) {
      return Owner.describe(parked.parkedThread());
    }
    return Owner.isThread(waiter.thread()) ? Owner.describe(waiter.thread()) : null;
  }

  private static @Nullable String threadName(long owner, Hold hold) {
    Thread thread = hold.thread();
    if (thread != null) {
      return Owner.describe(thread);
    }
    return Owner.isThread(owner) ? Owner.describe(owner) : null;
  }
}

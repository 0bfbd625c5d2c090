package dev.keyhold.internal.guard;

import java.util.concurrent.atomic.LongAdder;

/** How often it was waited for guards, and how that ended. Any thread may count and ask. */
public final class WaitFigures {
  /*
   * Counted by those who have waited, or failed to: whoever gets a guard at once pays nothing.
   */
  private final LongAdder begun = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder deadlocks = new LongAdder();

  WaitFigures() {}

  void begin() {
    begun.increment();
  }

  /** There was no need to wait. */
  void cancel() {
    begun.decrement();
  }

  void end(long waitedNanos) {
    ended.increment();
    nanos.add(Math.max(0, waitedNanos));
  }

  void timeout() {
    timeouts.increment();
  }

  void deadlock() {
    deadlocks.increment();
  }

  /** The waits that have ended, however they did. */
  public long waits() {
    return ended.sum();
  }

  /** The waits that go on. */
  public long waiting() {
    long over = ended.sum();
    return Math.max(0, begun.sum() - over);
  }

  /** All waits that have ended, together. */
  public long waitNanos() {
    return nanos.sum();
  }

  /** The waits that ended with the end of their time. */
  public long timeouts() {
    return timeouts.sum();
  }

  /** The requests that were refused because they would have waited for ever. */
  public long deadlocks() {
    return deadlocks.sum();
  }
}

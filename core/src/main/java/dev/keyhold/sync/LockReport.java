package dev.keyhold.sync;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who holds a lock and who waits for it, at one moment.
 *
 * @param lock the lock, as messages name it
 * @param holder who holds it; empty: it is free
 * @param waiters who waits, in the order in which they will be served
 * @param poisoned whether it is poisoned
 */
public record LockReport(
    String lock, Optional<Holder> holder, List<Waiting> waiters, boolean poisoned) {

  /** Copies the list. */
  public LockReport {
    waiters = List.copyOf(waiters);
  }

  /**
   * A holder.
   *
   * @param task who
   * @param mode how
   * @param held for how long; empty: not recorded
   * @param acquiredAt from which line; empty: not recorded
   * @param unclaimed granted to a future, and nobody has used the guard yet
   */
  public record Holder(
      String task,
      LockMode mode,
      Optional<Duration> held,
      Optional<StackTraceElement> acquiredAt,
      boolean unclaimed) {}

  /**
   * A waiter.
   *
   * @param task who
   * @param mode for what
   * @param waited for how long
   * @param requestedAt from which line; empty: not recorded
   */
  public record Waiting(
      String task, LockMode mode, Duration waited, Optional<StackTraceElement> requestedAt) {}

  /** One line for the lock, one for the holder, one for each of the first 100 waiters. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(lock);
    if (poisoned) {
      text.append(" (poisoned)");
    }
    if (holder.isEmpty()) {
      text.append(": free");
    }
    holder.ifPresent(h -> append(text.append("\n  held by ").append(h.task()), h));
    for (Waiting waiting : waiters.subList(0, Math.min(100, waiters.size()))) {
      text.append("\n  waiting: ").append(waiting.task()).append(" for ");
      append(text, waiting.waited());
      waiting.requestedAt().ifPresent(site -> text.append(", at ").append(site));
    }
    if (waiters.size() > 100) {
      text.append("\n  … and ").append(waiters.size() - 100).append(" more");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Holder holder) {
    holder.held().ifPresent(held -> append(text.append(" for "), held));
    holder.acquiredAt().ifPresent(site -> text.append(", at ").append(site));
    if (holder.unclaimed()) {
      text.append(", granted but not picked up");
    }
  }

  private static void append(StringBuilder text, Duration duration) {
    text.append(duration.toMillis()).append(" ms");
  }
}

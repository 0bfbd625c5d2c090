package dev.keyhold.sync;

import dev.keyhold.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who holds a lock and who waits for it, at one moment. Immutable; made by {@link Mutex#report} and
 * its like, and by {@link Locks#report} for all locks.
 *
 * @param lock the lock, as messages name it
 * @param holders who holds it; empty: it is free
 * @param waiters who waits, in the order in which they will be served; who waits for a condition
 *     keeps its place, and is passed as long as it does not hold
 * @param poisoned whether it is poisoned
 */
public record LockReport(
    String lock, List<Holder> holders, List<Waiting> waiters, boolean poisoned) {

  /**
   * How many holders and how many waiters of one lock are shown as text, and how many of each have
   * their stacks taken.
   */
  static final int SHOWN_MAX = 100;

  /** Copies the lists. */
  public LockReport {
    holders = List.copyOf(holders);
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
   * @param thread the thread that acquired it, or that was the first to use a guard granted to a
   *     future: its name, or its number if it has none; empty: not known. Where a task goes from
   *     thread to thread, it may be on another one by now.
   * @param stack what that thread is doing, innermost frame first; empty: not asked for, or not to
   *     be had
   */
  public record Holder(
      String task,
      LockMode mode,
      Optional<Duration> held,
      Optional<StackTraceElement> acquiredAt,
      boolean unclaimed,
      Optional<String> thread,
      List<StackTraceElement> stack) {

    /** Copies the list. */
    public Holder {
      stack = List.copyOf(stack);
    }
  }

  /**
   * A waiter.
   *
   * @param task who
   * @param mode for what
   * @param conditional whether it waits until something holds of the data, and not just for its
   *     turn: {@link Mutex#lockWhen}, {@link Mutex#awaitUntil} and their like. The lock may be free
   *     then
   * @param waited for how long
   * @param requestedAt from which line; empty: not recorded
   * @param thread the thread that is stuck meanwhile: its name, or its number if it has none;
   *     empty: none is, a future or a closure waits
   * @param stack where that thread is stuck, innermost frame first; empty: not asked for, or not to
   *     be had
   */
  public record Waiting(
      String task,
      LockMode mode,
      boolean conditional,
      Duration waited,
      Optional<StackTraceElement> requestedAt,
      Optional<String> thread,
      List<StackTraceElement> stack) {

    /** Copies the list. */
    public Waiting {
      stack = List.copyOf(stack);
    }
  }

  /** Who holds the lock: the first of the holders, which an exclusive lock has no more of. */
  public Optional<Holder> holder() {
    return holders.stream().findFirst();
  }

  /** Whether nobody holds the lock and nobody waits for it. */
  public boolean isFree() {
    return holders.isEmpty() && waiters.isEmpty();
  }

  /**
   * The report as JSON, complete. What is not known is null.
   *
   * <pre>{@code
   * {"lock": "mutex 'accounts'", "poisoned": false,
   *  "holders": [{"task": "writer", "mode": "EXCLUSIVE", "heldNanos": 12000000,
   *               "acquiredAt": "app//Bank.pay(Bank.java:31)", "unclaimed": false,
   *               "thread": "http-3", "stack": []}],
   *  "waiters": [{"task": "reader", "mode": "EXCLUSIVE", "conditional": false,
   *               "waitedNanos": 3000000, "requestedAt": null, "thread": "http-7", "stack": []}]}
   * }</pre>
   */
  public Json toJson() {
    return ReportText.json(this);
  }

  /**
   * One line for the lock, one for each of the first 100 holders and of the first 100 waiters;
   * under a line its stack, if there is one.
   */
  @Override
  public String toString() {
    return ReportText.text(this);
  }
}

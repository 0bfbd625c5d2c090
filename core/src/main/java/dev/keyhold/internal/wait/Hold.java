package dev.keyhold.internal.wait;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one hold of a lock beyond its owner: made only when something is recorded, or
 * when the holder got the lock without asking from a thread.
 */
public final class Hold {
  private final String mode;
  private final long sinceNanos;
  private final @Nullable StackTraceElement site;
  private final @Nullable LockHoldEvent event;

  /** Changes under the lock's latch. */
  private long ticket;

  /** Changes under the lock's latch. */
  private Supplier<String> task;

  /** Plain: written by whoever has the guard. */
  private boolean unclaimed;

  /** Plain: written by whoever has the guard, and when the hold moves. */
  private @Nullable Thread thread;

  /** Guarded by this: two threads may close a guard at once. */
  private boolean ended;

  /**
   * A hold that began now.
   *
   * @param ticket tells it from the lock's other holds
   * @param mode how the lock is held, as events name it
   * @param task tells the holder's name
   * @param thread the thread that has acquired it; null if it went to a future
   * @param sinceNanos the host's clock now
   * @param site the acquiring line, if recorded
   * @param event begun, if the flight recorder wants it
   */
  public Hold(
      long ticket,
      String mode,
      Supplier<String> task,
      @Nullable Thread thread,
      long sinceNanos,
      @Nullable StackTraceElement site,
      @Nullable LockHoldEvent event) {
    this.mode = mode;
    this.thread = thread;
    this.ticket = ticket;
    this.task = task;
    this.sinceNanos = sinceNanos;
    this.site = site;
    this.event = event;
  }

  /** Tells this hold from the lock's others. */
  public long ticket() {
    return ticket;
  }

  /** How the lock is held, as events name it. */
  public String mode() {
    return mode;
  }

  /**
   * The thread that acquired, or that was the first to use a guard granted to a future; null: not
   * known. Where a task goes from thread to thread, it may be on another one by now.
   */
  public @Nullable Thread thread() {
    return thread;
  }

  /** The holder's name when it acquired. */
  public String task() {
    return task.get();
  }

  /** When it began, on the host's clock. */
  public long sinceNanos() {
    return sinceNanos;
  }

  /** The acquiring line, if recorded. */
  public @Nullable StackTraceElement site() {
    return site;
  }

  /** The flight recorder's event, begun; null if it is not wanted. */
  public @Nullable LockHoldEvent event() {
    return event;
  }

  /** The lock was granted to a future; until {@link #claim} this shows in reports. */
  public void markUnclaimed() {
    unclaimed = true;
    // Whoever has noted the hold has only passed the lock on.
    thread = null;
  }

  /** The current thread uses the guard. */
  public void claim() {
    if (unclaimed) {
      thread = Thread.currentThread();
      unclaimed = false;
    }
  }

  /** Whether nobody has used the guard yet. */
  public boolean isUnclaimed() {
    return unclaimed;
  }

  /** The hold is about to end; false: it was said before. */
  public synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  /** The hold now belongs to another task; the lock's latch is held. */
  public void move(long newTicket, String newTask) {
    ticket = newTicket;
    task = () -> newTask;
    thread = null;
  }
}

package dev.keyhold.sync;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.wait.DeadlockText;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Site;
import dev.keyhold.internal.wait.Structure.Blocker;
import dev.keyhold.internal.wait.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A thread asks for the {@link BlockingMutex} that it holds: either a guard is held across a
 * suspension or the lock is locked again, and the error says which, as far as is known.
 */
final class Relock {
  private Relock() {}

  /**
   * The error.
   *
   * @param waiter the request, whose own thread holds the lock
   * @param held what is recorded of the hold
   */
  static DeadlockException refusal(Waiter waiter, @Nullable Hold held) {
    Blocker own = new Blocker(waiter.thread(), waiter.thread());
    return DeadlockText.self(waiter, own, advice(waiter, held));
  }

  private static String advice(Waiter waiter, @Nullable Hold held) {
    StackTraceElement site = held == null ? null : held.site();
    if (held == null || site == null) {
      return "Either the guard is held across a suspension (its task went away and left this thread"
          + " to another; then use Mutex, whose guard may be held), or it is locked again (then"
          + " pass the guard along).";
    }
    if (!held.task().equals(waiter.ownerName()) || !Site.isOnStack(site)) {
      return ("This is a guard held across a suspension: task '%s' acquired it, then went away and"
              + " left this thread to '%s', which would now block the very thread that has to"
              + " release it. Close the guard before suspending, or use Mutex, whose guard may be"
              + " held.")
          .formatted(held.task(), waiter.ownerName());
    }
    return "This is a plain re-lock: the method that acquired the guard is still running and has"
        + " called this one. Pass the guard along instead.";
  }
}

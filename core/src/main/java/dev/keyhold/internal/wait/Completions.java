package dev.keyhold.internal.wait;

/**
 * Runs what a grant sets in motion: the completion of a future, and with it callbacks of the
 * user's, on the thread that released.
 *
 * <p>A callback may release another guard, whose next waiter is a future with a callback, and so
 * on: 100,000 deep, if they are queued. The first few run nested, each before the release that
 * caused it returns; a deeper one is given to a thread of its own, with an empty stack. Nothing is
 * ever kept in a queue behind code of the user's: a callback that waits, or never returns, delays
 * nobody but the release it runs in. (A trampoline, the other way to bound the stack, would hold
 * back grants that have been made behind the callback that runs.)
 */
public final class Completions {
  /** Each level is about ten frames. */
  private static final int DEPTH_MAX = 16;

  private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

  private Completions() {}

  /**
   * Runs {@code completion}, now or, if the stack is deep in completions, on a thread of its own.
   */
  public static void run(Runnable completion) {
    int[] depth = DEPTH.get();
    if (depth[0] >= DEPTH_MAX) {
      Host.current().execute(completion);
      return;
    }
    depth[0]++;
    try {
      completion.run();
    } finally {
      depth[0]--;
    }
  }
}

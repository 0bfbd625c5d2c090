package dev.keyhold.sync;

import dev.keyhold.internal.wait.Recording;

/**
 * What concerns all locks of the process: what is recorded about holders, and who is told.
 *
 * <p>At the start nothing is recorded but who holds, which costs nothing; where assertions are on
 * ({@code -ea}, as under most test runners), times and lines are recorded too, so that errors in
 * tests can say where. {@code -Dkeyhold.sync.record=nothing|times|sites} decides otherwise.
 */
public final class Locks {
  private Locks() {}

  /** What is recorded about the holders of locks. */
  public enum Detail {
    /** Who holds; no times, no lines. Uncontended locking pays nothing. */
    NOTHING,
    /** Also since when: some 25 ns a lock. */
    TIMES,
    /** Also the line that acquired: about a microsecond a lock. */
    SITES
  }

  /**
   * Records so much from now on. Holders that acquired before stay as they were recorded.
   *
   * @return what was recorded before
   */
  public static Detail record(Detail detail) {
    Detail before = recorded();
    Recording.set(Recording.TIMES, detail != Detail.NOTHING);
    Recording.set(Recording.SITES, detail == Detail.SITES);
    return before;
  }

  /** What is recorded at present. */
  public static Detail recorded() {
    if (Recording.on(Recording.SITES)) {
      return Detail.SITES;
    }
    return Recording.on(Recording.TIMES) ? Detail.TIMES : Detail.NOTHING;
  }

  /**
   * Tells {@code listener} of every lock from now on. While a listener is registered, every lock
   * records times.
   *
   * @return ends it
   */
  public static Registration addListener(LockListener listener) {
    return Listeners.add(listener);
  }

  /** Ends a listener's being told, when closed. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}

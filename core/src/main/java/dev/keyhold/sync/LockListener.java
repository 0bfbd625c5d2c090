package dev.keyhold.sync;

/**
 * Is told what happens to locks, in an order that tells the truth: a release is told before the
 * lock is given away, an acquisition after it was received. Register with {@link
 * Locks#addListener}.
 *
 * <p>Called on the thread that asks, acquires or releases (for futures and closures: that grants),
 * by many threads at once, while the lock in question may be held but nothing internal is. Be
 * quick. What a method throws is logged and otherwise ignored. A request that was refused for a
 * deadlock is told as withdrawn.
 */
public interface LockListener {
  /** A lock is asked for. */
  default void requested(LockEvent event) {}

  /** A lock was granted. */
  default void acquired(LockEvent event) {}

  /** A lock is about to be released. */
  default void released(LockEvent event) {}

  /** A request has left without the lock. */
  default void withdrawn(LockEvent event) {}
}

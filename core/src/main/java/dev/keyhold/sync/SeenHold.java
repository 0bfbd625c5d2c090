package dev.keyhold.sync;

import dev.keyhold.internal.wait.Hold;
import org.jspecify.annotations.Nullable;

/**
 * One present hold of a lock, as seen under its latch.
 *
 * @param owner who holds
 * @param ticket tells this hold from the lock's other ones, past and present; the owner itself
 *     where the lock does not count its holds
 * @param mode how
 * @param hold what is known of this hold beyond that; null: nothing
 */
record SeenHold(long owner, long ticket, LockMode mode, @Nullable Hold hold) {

  /** Whether the ticket tells this hold from others of the same owner. */
  boolean isCounted() {
    return ticket != owner;
  }
}

package dev.keyhold.sync;

import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Mode;
import org.jspecify.annotations.Nullable;

/**
 * One of those that share a lock, as listed in {@link Sharers}. All of it changes under the latch.
 */
final class Share {
  /** What it had from {@link ReaderSlots}, by which its guard finds it; 0 if the guard has it. */
  long ticket;

  /** Tells it from the lock's other shares, past and present. */
  final long number;

  long owner;
  final Mode mode;

  /** About this share, if anything is recorded of it; written by its holder. */
  volatile @Nullable Hold hold;

  boolean gone;
  @Nullable Share previous;
  @Nullable Share next;

  Share(long ticket, long number, long owner, Mode mode) {
    this.ticket = ticket;
    this.number = number;
    this.owner = owner;
    this.mode = mode;
  }
}

package dev.keyhold.internal.wait;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be waited for: a lock, seen from the wait graph. */
public interface Structure {
  /**
   * Takes a waiter out of the queue, unless it was granted or left before.
   *
   * @return whether it was taken out
   */
  boolean withdraw(Waiter waiter);

  /**
   * Called by a waiter that has been woken without a grant: where newcomers may overtake, it tries
   * to take the lock. Elsewhere nothing.
   *
   * @return whether the waiter has it now, and is granted
   */
  default boolean compete(Waiter waiter) {
    return false;
  }

  /** Who is in the waiter's way at this moment; empty once it waits no more. */
  List<Blocker> blockers(Waiter waiter);

  /** Whether the waiter may be in a cycle: a cheap look before {@link #blockers}. */
  boolean mayBeInCycle(Waiter waiter);

  /** What is waited for, as messages name it: {@code mutex 'accounts'}. */
  String target();

  /** One of the blockers that {@link #blockers} gave, in words. */
  HolderText describe(Blocker blocker);

  /**
   * Somebody in the way of a waiter.
   *
   * @param owner who holds, or is ahead in line
   * @param ticket tells this hold from every other of the same structure, unless {@code place} does
   * @param place the hold, or the {@link Waiter} ahead in line; null if the ticket tells
   */
  record Blocker(long owner, long ticket, @Nullable Object place) {
    /** A hold that its ticket tells. */
    public Blocker(long owner, long ticket) {
      this(owner, ticket, null);
    }

    /** A request that is ahead in line. */
    public static Blocker ahead(Waiter waiter) {
      return new Blocker(waiter.owner(), 0, waiter);
    }

    /** Whether it is ahead in line, and does not hold yet. */
    public boolean isAhead() {
      return place instanceof Waiter;
    }

    /** Whether it was ahead in line and is no more: it hid those ahead of itself. */
    public boolean hasLeft() {
      return place instanceof Waiter waiter && waiter.state() != Waiter.WAITING;
    }
  }

  /**
   * A holder in words.
   *
   * @param name who
   * @param since when and where it acquired, as far as known
   */
  record HolderText(String name, String since) {}
}

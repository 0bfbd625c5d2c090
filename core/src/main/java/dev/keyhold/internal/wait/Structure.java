package dev.keyhold.internal.wait;

import java.util.List;

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

  /** How to keep out of a deadlock that goes through this, as the end of a sentence. */
  default String wayOut() {
    return "have every task take these locks in the same order";
  }

  /** One of the blockers that {@link #blockers} gave, in words. */
  HolderText describe(Blocker blocker);

  /**
   * Somebody in the way of a waiter.
   *
   * @param owner who holds
   * @param ticket tells this hold from every other of the same structure
   */
  record Blocker(long owner, long ticket) {}

  /**
   * A holder in words.
   *
   * @param name who
   * @param since when and where it acquired, as far as known
   */
  record HolderText(String name, String since) {}
}

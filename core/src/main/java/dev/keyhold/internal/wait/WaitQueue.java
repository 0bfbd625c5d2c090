package dev.keyhold.internal.wait;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waiters in order of arrival: an intrusive list, so that one that gives up leaves at once, from
 * wherever it stands. Guarded by the latch of the structure that owns it.
 */
public final class WaitQueue {
  private @Nullable Waiter first;
  private @Nullable Waiter last;
  private int size;

  /** An empty queue. */
  public WaitQueue() {}

  /** Who is next; null if nobody waits. */
  public @Nullable Waiter first() {
    return first;
  }

  /** Whether nobody waits. */
  public boolean isEmpty() {
    return first == null;
  }

  /** How many wait. */
  public int size() {
    return size;
  }

  /** Joins the end. */
  public void add(Waiter waiter) {
    Waiter tail = last;
    waiter.previous = tail;
    if (tail == null) {
      first = waiter;
    } else {
      tail.next = waiter;
    }
    last = waiter;
    size++;
  }

  /** Takes out the first; null if nobody waits. */
  public @Nullable Waiter poll() {
    Waiter head = first;
    if (head != null) {
      remove(head);
    }
    return head;
  }

  /** Takes out a waiter that is in this queue. */
  public void remove(Waiter waiter) {
    Waiter before = waiter.previous;
    Waiter after = waiter.next;
    if (before == null) {
      assert first == waiter : "not in this queue";
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      assert last == waiter : "not in this queue";
      last = before;
    } else {
      after.previous = before;
    }
    waiter.previous = null;
    waiter.next = null;
    size--;
  }

  /** Calls {@code action} for each waiter, in order. */
  public void forEach(Consumer<? super Waiter> action) {
    for (Waiter waiter = first; waiter != null; waiter = waiter.next) {
      action.accept(waiter);
    }
  }
}

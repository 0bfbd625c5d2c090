package dev.keyhold.sync;

import dev.keyhold.internal.wait.Waiter;
import java.util.List;

/** What the threads behind holds and waiters are doing. */
class Stacks {
  /** Nobody has asked. */
  static final Stacks NONE = new Stacks();

  /** Of the thread behind this hold; empty: not to be had. */
  List<StackTraceElement> of(SeenHold hold) {
    return List.of();
  }

  /** Of the thread that waits; empty: not to be had. */
  List<StackTraceElement> of(Waiter waiter) {
    return List.of();
  }
}

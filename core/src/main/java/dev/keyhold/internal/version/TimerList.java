package dev.keyhold.internal.version;

import org.jspecify.annotations.Nullable;

/** Timers of a {@link TimerWheel} that are together: a slot's, or those of which the time came. */
final class TimerList {
  /** Of {@link #slot}: time has passed, or is about to be looked at again. */
  static final int DUE = -1;

  /** Of {@link #slot}: the slot's time has begun, and its timers are being spread. */
  static final int SPREADING = -2;

  /** Of {@link #slot}: time has passed, but somebody holds the key. */
  static final int HELD_UP = -3;

  /** The place in the wheel, or one of the constants. */
  int slot;

  int count;

  private @Nullable Passing first;
  private @Nullable Passing last;

  TimerList(int slot) {
    this.slot = slot;
  }

  boolean isEmpty() {
    return first == null;
  }

  @Nullable Passing first() {
    return first;
  }

  void add(Passing timer) {
    timer.list = this;
    timer.previous = last;
    if (last == null) {
      first = timer;
    } else {
      last.next = timer;
    }
    last = timer;
    count++;
  }

  /** Takes out one of its timers. */
  void remove(Passing timer) {
    Passing before = timer.previous;
    Passing behind = timer.next;
    if (before == null) {
      first = behind;
    } else {
      before.next = behind;
    }
    if (behind == null) {
      last = before;
    } else {
      behind.previous = before;
    }
    timer.previous = null;
    timer.next = null;
    timer.list = null;
    count--;
  }
}

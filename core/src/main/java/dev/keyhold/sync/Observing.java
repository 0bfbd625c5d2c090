package dev.keyhold.sync;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.LockHoldEvent;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.Site;
import dev.keyhold.internal.wait.Structure;
import dev.keyhold.internal.wait.Waiter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Turns what is known of holds and waits into records, events and words. */
final class Observing {
  private Observing() {}

  /** An exclusive hold of the current thread has begun: notes it and tells it. */
  static Hold begin(
      Structure lock,
      long ticket,
      String task,
      @Nullable StackTraceElement site,
      long waitedNanos) {
    return begin(lock, ticket, LockMode.EXCLUSIVE, task, site, waitedNanos);
  }

  /** A hold of the current thread has begun: notes it and tells it. */
  static Hold begin(
      Structure lock,
      long ticket,
      LockMode mode,
      String task,
      @Nullable StackTraceElement site,
      long waitedNanos) {
    long now = Host.current().nanoTime();
    LockHoldEvent event = null;
    if (Recording.holdEvents()) {
      event = new LockHoldEvent();
      event.begin();
    }
    if (Recording.on(Recording.LISTENERS)) {
      Listeners.tell(
          LockListener::acquired,
          new LockEvent(
              lock.target(), task, mode, now, Duration.ofNanos(waitedNanos), Duration.ZERO));
    }
    return new Hold(ticket, mode.name(), () -> task, Thread.currentThread(), now, site, event);
  }

  /** A hold is about to end: tells it, once. */
  static void end(Structure lock, Hold hold) {
    if (!hold.end()) {
      return;
    }
    LockHoldEvent event = hold.event();
    if (event != null) {
      event.end();
      if (event.shouldCommit()) {
        event.lock = lock.target();
        event.task = hold.task();
        event.mode = hold.mode();
        event.commit();
      }
    }
    if (Recording.on(Recording.LISTENERS)) {
      long now = Host.current().nanoTime();
      Listeners.tell(
          LockListener::released,
          new LockEvent(
              lock.target(),
              hold.task(),
              LockMode.valueOf(hold.mode()),
              now,
              Duration.ZERO,
              Duration.ofNanos(now - hold.sinceNanos())));
    }
  }

  /** What a waiter asks for. */
  static LockMode modeOf(Waiter waiter) {
    return waiter.structure() instanceof LockBase lock ? lock.modeOf(waiter) : LockMode.EXCLUSIVE;
  }

  /** The error of using a guard after it was closed. */
  static GuardClosedException closed(Structure lock, @Nullable StackTraceElement at) {
    return new GuardClosedException(
        "the guard of "
            + lock.target()
            + " has been closed "
            + (at == null ? "(where is not recorded: " + Recording.HOW + ")" : "at " + at)
            + "; what it guarded may be another task's by now. Lock again.");
  }

  /** The current line, if lines are recorded. */
  static @Nullable StackTraceElement site() {
    return Site.now();
  }
}

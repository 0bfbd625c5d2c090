package dev.keyhold.sync;

import dev.keyhold.internal.wait.Hold;
import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.LockHoldEvent;
import dev.keyhold.internal.wait.Owner;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.Site;
import dev.keyhold.internal.wait.Structure;
import dev.keyhold.internal.wait.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what is known of holds and waits into records, events and words. */
final class Observing {
  private Observing() {}

  /** A hold has begun: notes it and tells it. */
  static Hold begin(
      Structure lock,
      long ticket,
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
              lock.target(),
              task,
              LockMode.EXCLUSIVE,
              now,
              Duration.ofNanos(waitedNanos),
              Duration.ZERO));
    }
    return new Hold(ticket, () -> task, now, site, event);
  }

  /** A hold is about to end: tells it. */
  static void end(Structure lock, Hold hold) {
    LockHoldEvent event = hold.event();
    if (event != null) {
      event.end();
      if (event.shouldCommit()) {
        event.lock = lock.target();
        event.task = hold.task();
        event.mode = LockMode.EXCLUSIVE.name();
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
              LockMode.EXCLUSIVE,
              now,
              Duration.ZERO,
              Duration.ofNanos(now - hold.sinceNanos())));
    }
  }

  /** {@code (for 12 ms, acquired at Reader.read(Reader.java:31))}. */
  static String since(Hold hold) {
    long millis = (Host.current().nanoTime() - hold.sinceNanos()) / 1_000_000;
    StackTraceElement site = hold.site();
    return "(for "
        + millis
        + " ms, acquired "
        + (site == null ? "at a line not recorded: " + Recording.HOW : "at " + site)
        + ")";
  }

  static LockReport.Holder holder(long owner, @Nullable Hold hold) {
    if (hold == null) {
      return new LockReport.Holder(
          Owner.describe(owner), LockMode.EXCLUSIVE, Optional.empty(), Optional.empty(), false);
    }
    return new LockReport.Holder(
        hold.task(),
        LockMode.EXCLUSIVE,
        Optional.of(Duration.ofNanos(Host.current().nanoTime() - hold.sinceNanos())),
        Optional.ofNullable(hold.site()),
        hold.isUnclaimed());
  }

  static List<LockReport.Waiting> waiting(List<Waiter> waiters) {
    long now = Host.current().nanoTime();
    return waiters.stream()
        .map(waiter ->
            new LockReport.Waiting(
                waiter.ownerName(),
                LockMode.EXCLUSIVE,
                Duration.ofNanos(now - waiter.sinceNanos()),
                Optional.ofNullable(waiter.site())))
        .toList();
  }

  /** The current line, if lines are recorded. */
  static @Nullable StackTraceElement site() {
    return Recording.on(Recording.SITES) ? Site.capture() : null;
  }
}

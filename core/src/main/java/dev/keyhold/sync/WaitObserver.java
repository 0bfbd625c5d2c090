package dev.keyhold.sync;

import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.LockWaitEvent;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.Waiter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells of one request: when it is made, and how it ends. */
class WaitObserver {
  private static final WaitObserver SILENT = new WaitObserver();

  private WaitObserver() {}

  /** Tells that the request was made, if anybody wants to know; its lock is known from now. */
  static WaitObserver start(Waiter waiter) {
    if (waiter.structure() instanceof LockBase lock && !lock.known) {
      KnownLocks.add(lock);
    }
    boolean events = Recording.waitEvents();
    return events || Recording.on(Recording.LISTENERS) ? new Telling(waiter, events) : SILENT;
  }

  /** Tells how the request ended; a grant is told by {@link Observing#begin}. */
  void end(boolean granted) {}

  /** Since the request was made; 0 if nobody wants to know. */
  long waitedNanos() {
    return 0;
  }

  private static final class Telling extends WaitObserver {
    private final Waiter waiter;
    private final @Nullable LockWaitEvent event;

    Telling(Waiter waiter, boolean events) {
      this.waiter = waiter;
      event = events ? new LockWaitEvent() : null;
      tell(true);
      if (event != null) {
        event.begin();
      }
    }

    @Override
    void end(boolean granted) {
      if (event != null) {
        event.end();
        if (event.shouldCommit()) {
          event.lock = waiter.structure().target();
          event.task = waiter.ownerName();
          event.mode = Observing.modeOf(waiter).name();
          event.granted = granted;
          event.commit();
        }
      }
      if (!granted) {
        tell(false);
      }
    }

    private void tell(boolean requested) {
      if (!Recording.on(Recording.LISTENERS)) {
        return;
      }
      Listeners.tell(
          requested ? LockListener::requested : LockListener::withdrawn,
          new LockEvent(
              waiter.structure().target(),
              waiter.ownerName(),
              Observing.modeOf(waiter),
              Host.current().nanoTime(),
              Duration.ofNanos(requested ? 0 : waitedNanos()),
              Duration.ZERO));
    }

    @Override
    long waitedNanos() {
      return Host.current().nanoTime() - waiter.sinceNanos();
    }
  }
}

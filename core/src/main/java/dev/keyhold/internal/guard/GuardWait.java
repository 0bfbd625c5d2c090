package dev.keyhold.internal.guard;

import dev.keyhold.internal.wait.Host;
import dev.keyhold.internal.wait.LockWaitEvent;
import dev.keyhold.internal.wait.Recording;
import dev.keyhold.internal.wait.Waiter;
import org.jspecify.annotations.Nullable;

/** One wait: counted, and told to the flight recorder if that wants to know. */
final class GuardWait {
  private final Waiter waiter;
  private final WaitFigures figures;
  private final @Nullable LockWaitEvent event;

  private GuardWait(Waiter waiter, WaitFigures figures, @Nullable LockWaitEvent event) {
    this.waiter = waiter;
    this.figures = figures;
    this.event = event;
  }

  /** It stands in line. */
  static GuardWait begin(Waiter waiter, WaitFigures figures) {
    figures.begin();
    LockWaitEvent event = Recording.waitEvents() ? new LockWaitEvent() : null;
    if (event != null) {
      event.begin();
    }
    return new GuardWait(waiter, figures, event);
  }

  /** It did not have to wait. */
  void isNone() {
    figures.cancel();
  }

  /** It waits no more; once. */
  void end(boolean granted) {
    figures.end(Host.current().nanoTime() - waiter.sinceNanos());
    if (event == null) {
      return;
    }
    event.end();
    if (event.shouldCommit()) {
      event.lock = waiter.structure().target();
      event.task = waiter.ownerName();
      event.mode = waiter.mode().name();
      event.granted = granted;
      event.commit();
    }
  }
}

package dev.keyhold.sync;

import dev.keyhold.internal.wait.Recording;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** The registered listeners. */
final class Listeners {
  private static final System.Logger LOG = System.getLogger("dev.keyhold.sync");
  private static final List<LockListener> ALL = new CopyOnWriteArrayList<>();

  private Listeners() {}

  static synchronized Locks.Registration add(LockListener listener) {
    ALL.add(listener);
    Recording.set(Recording.LISTENERS, true);
    return new Ending(() -> remove(listener));
  }

  private static synchronized void remove(LockListener listener) {
    ALL.remove(listener);
    if (ALL.isEmpty()) {
      Recording.set(Recording.LISTENERS, false);
    }
  }

  static void tell(BiConsumer<LockListener, LockEvent> what, LockEvent event) {
    for (LockListener listener : ALL) {
      try {
        what.accept(listener, event);
      } catch (RuntimeException | AssertionError e) {
        LOG.log(System.Logger.Level.WARNING, "a lock listener failed on " + event, e);
      }
    }
  }
}

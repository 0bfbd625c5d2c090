package dev.keyhold.sync;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A registration that ends once, however often it is closed. */
final class Ending implements Locks.Registration {
  private final AtomicReference<@Nullable Runnable> end;

  /**
   * Open.
   *
   * @param end what the first closing does
   */
  Ending(Runnable end) {
    this.end = new AtomicReference<>(end);
  }

  @Override
  public void close() {
    Runnable first = end.getAndSet(null);
    if (first != null) {
      first.run();
    }
  }
}

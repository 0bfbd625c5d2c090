package dev.keyhold.bench.locks.contender;

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import org.jspecify.annotations.Nullable;

/** A {@link Mutex} used by virtual threads; subclasses say in which form. */
abstract class MutexThreadContender extends ThreadContender {
  final Mutex<Cell> mutex = Mutex.of(Cell::new);
  private @Nullable Guard<Cell> held;

  @Override
  public final void hold() throws InterruptedException {
    held = mutex.lock();
  }

  @Override
  public final void release() {
    if (held != null) {
      held.close();
    }
  }

  @Override
  public final long count() {
    return mutex.with(cell -> cell.value);
  }

  @Override
  final boolean waitsTimed() {
    return false;
  }
}

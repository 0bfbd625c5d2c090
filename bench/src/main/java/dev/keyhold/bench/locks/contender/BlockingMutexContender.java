package dev.keyhold.bench.locks.contender;

import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import org.jspecify.annotations.Nullable;

/** {@code try (guard = blockingMutex.lock())}. */
final class BlockingMutexContender extends ThreadContender {
  private final BlockingMutex<Cell> mutex = BlockingMutex.of(Cell::new);
  private @Nullable Guard<Cell> held;

  @Override
  void loop(int operations) throws InterruptedException {
    for (int i = 0; i < operations; i++) {
      try (Guard<Cell> guard = mutex.lock()) {
        guard.get().value++;
      }
    }
  }

  @Override
  public void hold() throws InterruptedException {
    held = mutex.lock();
  }

  @Override
  public void release() {
    if (held != null) {
      held.close();
    }
  }

  @Override
  public long count() {
    return mutex.with(cell -> cell.value);
  }
}

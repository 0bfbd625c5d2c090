package dev.keyhold.bench.locks.contender;

import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import org.jspecify.annotations.Nullable;

/** The waits of {@code blockingMutex.lock()}. */
final class BlockingMutexTimedContender extends TimedContender {
  private final BlockingMutex<Cell> mutex = BlockingMutex.of(Cell::new);
  private @Nullable Guard<Cell> held;

  @Override
  long waitNanos(Round round) throws InterruptedException {
    long sinceNanos = System.nanoTime();
    try (Guard<Cell> guard = mutex.lock()) {
      guard.get().value++;
      return round.waitedNanos(sinceNanos);
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

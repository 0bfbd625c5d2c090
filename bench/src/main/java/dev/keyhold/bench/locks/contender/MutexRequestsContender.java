package dev.keyhold.bench.locks.contender;

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code mutex.lockAsync()}: the requests. */
final class MutexRequestsContender extends AsyncRequestsContender<Guard<Cell>> {
  private final Mutex<Cell> mutex = Mutex.of(Cell::new);
  private @Nullable Guard<Cell> held;

  @Override
  CompletionStage<Guard<Cell>> request() {
    return mutex.lockAsync();
  }

  @Override
  void end(Guard<Cell> grant) {
    try (grant) {
      count = ++grant.get().value;
    }
  }

  @Override
  public void hold() throws InterruptedException {
    held = mutex.lock();
  }

  @Override
  void releaseHeld() {
    if (held != null) {
      held.close();
    }
  }
}

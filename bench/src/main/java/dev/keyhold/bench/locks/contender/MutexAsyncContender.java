package dev.keyhold.bench.locks.contender;

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code mutex.lockAsync()}: tasks without threads, which go on in the future's callbacks. */
final class MutexAsyncContender implements Contender {
  private final Mutex<Cell> mutex = Mutex.of(Cell::new);
  private final Workers workers = new Workers();
  private @Nullable Guard<Cell> held;

  @Override
  public void start(Round round) {
    for (int i = 0; i < round.tasks(); i++) {
      new Chain(round).request();
      round.queued();
    }
  }

  @Override
  public boolean allQueued(Round round) {
    return round.queuedTasks() == round.tasks();
  }

  @Override
  public void hold() throws InterruptedException {
    held = mutex.lock();
  }

  @Override
  public void release() {
    Guard<Cell> guard = held;
    if (guard != null) {
      workers.execute(guard::close);
    }
  }

  @Override
  public long count() {
    return mutex.with(cell -> cell.value);
  }

  /** One task. */
  private final class Chain {
    private final Round round;
    private int left;

    Chain(Round round) {
      this.round = round;
      left = round.operationsPerTask();
    }

    void request() {
      while (left > 0) {
        CompletableFuture<Guard<Cell>> request = mutex.lockAsync();
        if (!request.isDone()) {
          var _ = request.whenComplete(this::granted);
          return;
        }
        increment(request.join());
      }
      round.ended(round.operationsPerTask());
    }

    private void granted(@Nullable Guard<Cell> guard, @Nullable Throwable error) {
      if (guard == null) {
        round.failed(error == null ? new IllegalStateException("no guard") : error);
        return;
      }
      increment(guard);
      request();
    }

    private void increment(Guard<Cell> guard) {
      try (guard) {
        guard.get().value++;
      }
      left--;
    }
  }
}

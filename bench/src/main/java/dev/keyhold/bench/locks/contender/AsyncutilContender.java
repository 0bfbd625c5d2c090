package dev.keyhold.bench.locks.contender;

import com.ibm.asyncutil.locks.AsyncLock;
import com.ibm.asyncutil.locks.AsyncLock.LockToken;
import com.ibm.asyncutil.locks.FairAsyncLock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** asyncutil's fair lock: tasks without threads, which go on in the stage's callbacks. */
final class AsyncutilContender implements Contender {
  private final AsyncLock lock = new FairAsyncLock();
  private final Cell cell = new Cell();
  private final Workers workers = new Workers();
  private @Nullable LockToken held;

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

  /** Waits: a callback's release takes effect a little after the callback has returned. */
  @Override
  public void hold() {
    held = lock.acquireLock().toCompletableFuture().join();
  }

  @Override
  public void release() {
    LockToken token = held;
    if (token != null) {
      workers.execute(token::releaseLock);
    }
  }

  @Override
  public long count() {
    return cell.value;
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
        CompletableFuture<LockToken> request = lock.acquireLock().toCompletableFuture();
        if (!request.isDone()) {
          var _ = request.whenComplete(this::granted);
          return;
        }
        increment(request.join());
      }
      round.ended(round.operationsPerTask());
    }

    private void granted(@Nullable LockToken token, @Nullable Throwable error) {
      if (token == null) {
        round.failed(error == null ? new IllegalStateException("no token") : error);
        return;
      }
      increment(token);
      request();
    }

    private void increment(LockToken token) {
      try (token) {
        cell.value++;
      }
      left--;
    }
  }
}

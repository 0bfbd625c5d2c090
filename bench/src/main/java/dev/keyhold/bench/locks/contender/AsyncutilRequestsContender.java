package dev.keyhold.bench.locks.contender;

import com.ibm.asyncutil.locks.AsyncLock;
import com.ibm.asyncutil.locks.AsyncLock.LockToken;
import com.ibm.asyncutil.locks.FairAsyncLock;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** asyncutil's fair lock: the requests. */
final class AsyncutilRequestsContender extends AsyncRequestsContender<LockToken> {
  private final AsyncLock lock = new FairAsyncLock();
  private @Nullable LockToken held;

  @Override
  CompletionStage<LockToken> request() {
    return lock.acquireLock();
  }

  @Override
  void end(LockToken grant) {
    try (grant) {
      count++;
    }
  }

  @Override
  public void hold() {
    held = lock.acquireLock().toCompletableFuture().join();
  }

  @Override
  void releaseHeld() {
    if (held != null) {
      held.releaseLock();
    }
  }
}

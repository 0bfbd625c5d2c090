import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

final class ReturnsCompletedFuture {
  static CompletionStage<Integer> size(BlockingMutex<Database> shared) {
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      if (guard.get().isEmpty()) {
        return CompletableFuture.failedFuture(new IllegalStateException("empty"));
      }
      return CompletableFuture.completedFuture(guard.get().size());
    }
  }
}

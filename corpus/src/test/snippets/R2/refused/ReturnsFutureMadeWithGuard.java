import dev.keyhold.Database;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

final class ReturnsFutureMadeWithGuard {
  static CompletableFuture<Void> announce(BlockingMutex<Database> shared, Runnable action) {
    try (var guard = shared.lockUninterruptibly()) {
      guard.get().insert("announced", true);
      return CompletableFuture.runAsync(action); // warned: R2
    }
  }

  static Future<?> submit(BlockingMutex<Database> shared, ExecutorService pool, Runnable action)
      throws InterruptedException {
    try (var guard = shared.lock()) {
      guard.get().insert("submitted", true);
      return pool.submit(action); // warned: R2
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.json.Json;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;

final class CapturedInStage {
  static void store(BlockingMutex<Database> shared, CompletableFuture<Json> answer) {
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      answer.thenAccept(
          json -> {
            guard.get().insert("answer", json); // refused: R2
          });
    }
  }

  static void storeAsync(BlockingMutex<Database> shared, CompletableFuture<Json> answer) {
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      answer.thenApplyAsync(json -> guard.get().insert("answer", json)); // refused: R2
    }
  }
}

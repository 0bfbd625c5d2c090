import dev.keyhold.Database;
import dev.keyhold.json.Json;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;

final class JoinsWithGuard {
  static void store(BlockingMutex<Database> shared, CompletableFuture<Json> answer)
      throws InterruptedException {
    try (BlockingGuard<Database> guard = shared.lock()) {
      Json json = answer.join(); // warned: R2
      guard.get().insert("answer", json);
    }
  }
}

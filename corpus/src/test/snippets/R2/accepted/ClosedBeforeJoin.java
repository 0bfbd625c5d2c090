import dev.keyhold.Database;
import dev.keyhold.json.Json;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

final class ClosedBeforeJoin {
  static Optional<Json> store(BlockingMutex<Database> shared, CompletableFuture<Json> answer)
      throws InterruptedException {
    try (BlockingGuard<Database> guard = shared.lock()) {
      guard.get().insert("state", "waiting");
    }
    Json json = answer.join();
    try (BlockingGuard<Database> guard = shared.lock()) {
      return guard.get().insert("answer", json);
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;

final class FutureReturnedAfterClose {
  static CompletableFuture<String> ask(BlockingMutex<Database> shared, String key) {
    String query;
    try (var guard = shared.lockUninterruptibly()) {
      query = guard.get().get(key).map(Object::toString).orElse(key);
    }
    return CompletableFuture.supplyAsync(() -> "answer to " + query);
  }
}

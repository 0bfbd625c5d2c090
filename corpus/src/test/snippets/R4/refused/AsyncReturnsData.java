import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;

final class AsyncReturnsData {
  static CompletableFuture<Database> out(Mutex<Database> shared) {
    return shared
        .lockAsync()
        .thenApply(
            guard -> {
              try (guard) {
                return guard.get(); // refused: R4
              }
            });
  }
}

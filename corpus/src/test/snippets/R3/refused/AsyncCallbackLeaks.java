import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;

final class AsyncCallbackLeaks {
  static void insert(Mutex<Database> shared) {
    shared.lockAsync().thenAccept(guard -> guard.get().insert("key", 1)); // refused: R3
  }

  static CompletableFuture<Integer> size(Mutex<Database> shared) {
    return shared.lockAsync().thenApply(guard -> guard.get().size()); // refused: R3
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.RwLock;
import java.util.concurrent.CompletableFuture;

final class AsyncClosedInCallback {
  static void insert(Mutex<Database> shared) {
    shared
        .lockAsync()
        .thenAccept(
            guard -> {
              try (guard) {
                guard.get().insert("key", 1);
              }
            });
  }

  static CompletableFuture<Integer> size(RwLock<Database> shared) {
    return shared
        .readAsync()
        .thenApply(
            guard -> {
              try {
                return guard.get().size();
              } finally {
                guard.close();
              }
            });
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;

/** The callback has the number, not the guard. */
final class SnapshotInCallback {
  static void report(BlockingMutex<Database> shared, CompletableFuture<String> title) {
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      int size = guard.get().size();
      title.thenAccept(text -> System.out.println(text + ": " + size));
    }
  }
}

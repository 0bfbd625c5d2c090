import dev.keyhold.Database;
import dev.keyhold.check.EventLoop;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;

@EventLoop
final class EventLoopWithoutGuard {
  private final BlockingMutex<Database> counters = BlockingMutex.of(Database::new);
  private final Mutex<Database> shared = Mutex.of(Database::new);

  CompletableFuture<Void> onMessage(String message) {
    try (BlockingGuard<Database> guard = counters.lockUninterruptibly()) {
      guard.get().insert("last", message);
    }
    return shared.lockAsync().thenAccept(guard -> store(guard, message));
  }

  private void store(@dev.keyhold.check.Closes Guard<Database> guard, String message) {
    try (guard) {
      guard.get().insert(message, true);
    }
  }
}

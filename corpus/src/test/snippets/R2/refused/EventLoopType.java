import dev.keyhold.Database;
import dev.keyhold.check.EventLoop;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;

@EventLoop
final class EventLoopType {
  private final BlockingMutex<Database> sessions = BlockingMutex.of(Database::new);

  void onClose() throws InterruptedException {
    BlockingGuard<Database> guard = sessions.lock();
    try {
      Thread.sleep(10); // refused: R2
      guard.get().clear();
    } finally {
      guard.close();
    }
  }

  CompletableFuture<String> onOpen(String name) {
    try (BlockingGuard<Database> guard = sessions.lockUninterruptibly()) {
      guard.get().insert(name, true);
      return CompletableFuture.supplyAsync(() -> "welcome, " + name); // refused: R2
    }
  }
}

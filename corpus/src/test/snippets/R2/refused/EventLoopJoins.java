import dev.keyhold.Database;
import dev.keyhold.check.EventLoop;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;

final class EventLoopJoins {
  @EventLoop
  static void onMessage(BlockingMutex<Database> shared, CompletableFuture<String> answer) {
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      guard.get().insert("answer", answer.join()); // refused: R2
    }
  }

  static void onThread(BlockingMutex<Database> shared, CompletableFuture<String> answer) {
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      guard.get().insert("answer", answer.join()); // warned: R2
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.BlockingQueue;

final class ClosedByHandBeforeTake {
  static String next(BlockingMutex<Database> shared, BlockingQueue<String> queue)
      throws InterruptedException {
    BlockingGuard<Database> guard = shared.lock();
    try {
      if (guard.get().isEmpty()) {
        return "";
      }
      guard.close();
      return queue.take();
    } finally {
      guard.close();
    }
  }
}

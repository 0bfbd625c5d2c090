import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.ExecutorService;

final class CapturedByTask {
  static void insert(BlockingMutex<Database> shared, ExecutorService pool) {
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      pool.execute(() -> guard.get().insert("from the pool", 1)); // refused: R2
    }
  }

  static void thread(BlockingMutex<Database> shared) throws InterruptedException {
    try (BlockingGuard<Database> guard = shared.lock()) {
      Thread.startVirtualThread(
          new Runnable() {
            @Override
            public void run() {
              guard.get().clear(); // refused: R2
            }
          });
    }
  }
}

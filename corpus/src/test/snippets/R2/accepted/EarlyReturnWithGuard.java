import dev.keyhold.Database;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CountDownLatch;

final class EarlyReturnWithGuard {
  static boolean ready(BlockingMutex<Database> shared, CountDownLatch loaded, boolean wait)
      throws InterruptedException {
    if (!wait) {
      try (var guard = shared.lock()) {
        return guard.get().contains("loaded");
      }
    }
    loaded.await();
    return true;
  }
}

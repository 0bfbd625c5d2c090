import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;

final class SleepsInLoopWithGuard {
  static void awaitKey(BlockingMutex<Database> shared, String key) throws InterruptedException {
    BlockingGuard<Database> guard = shared.lock();
    try {
      attempts:
      for (int attempt = 0; ; attempt++) {
        for (int i = 0; i < attempt; i++) {
          if (guard.get().contains(key + i)) {
            break attempts;
          }
        }
        Thread.sleep(10L * attempt); // warned: R2
      }
    } finally {
      guard.close();
    }
  }
}

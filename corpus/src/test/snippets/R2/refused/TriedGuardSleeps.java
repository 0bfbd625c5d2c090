import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;

final class TriedGuardSleeps {
  static void run(BlockingMutex<Database> shared) throws InterruptedException {
    BlockingGuard<Database> guard = shared.tryLock();
    if (guard != null) {
      try {
        guard.get().insert("busy", true);
        Thread.sleep(10); // warned: R2
      } finally {
        guard.close();
      }
    } else {
      Thread.sleep(100);
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;

/** Where the guard is null, nothing is held. */
final class TryLockFailedThenSleeps {
  static int size(BlockingMutex<Database> shared) throws InterruptedException {
    while (true) {
      BlockingGuard<Database> guard = shared.tryLock();
      if (guard == null) {
        Thread.sleep(10);
        continue;
      }
      try {
        return guard.get().size();
      } finally {
        guard.close();
      }
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;

final class SuppressesAnotherRule {
  @SuppressWarnings("keyhold:R3: it is closed, honestly")
  static void run(BlockingMutex<Database> shared) throws InterruptedException {
    try (BlockingGuard<Database> guard = shared.lock()) {
      guard.get().clear();
      Thread.sleep(10); // warned: R2
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;

/** The resource is closed before catch and finally run. */
final class ClosedAtEndOfTry {
  static void run(BlockingMutex<Database> shared) throws InterruptedException {
    try (BlockingGuard<Database> guard = shared.lock()) {
      guard.get().insert("key", new Object());
    } catch (RuntimeException e) {
      Thread.sleep(100);
    } finally {
      Thread.sleep(10);
    }
  }
}

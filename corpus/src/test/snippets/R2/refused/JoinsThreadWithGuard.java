import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;

/** If the worker wants the same mutex, neither goes on. */
final class JoinsThreadWithGuard {
  static void stop(BlockingMutex<Database> shared, Thread worker) throws InterruptedException {
    try (BlockingGuard<Database> guard = shared.lock()) {
      guard.get().insert("stop", true);
      worker.join(); // warned: R2
    }
  }
}

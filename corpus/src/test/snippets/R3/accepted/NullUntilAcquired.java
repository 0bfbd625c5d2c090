import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

/** The old way to write it. */
final class NullUntilAcquired {
  static void clear(Mutex<Database> shared) {
    Guard<Database> guard = null;
    try {
      guard = shared.lock();
      guard.get().clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (guard != null) {
        guard.close();
      }
    }
  }
}

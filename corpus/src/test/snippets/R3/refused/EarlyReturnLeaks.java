import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;

final class EarlyReturnLeaks {
  static boolean insert(Mutex<Database> shared, boolean dryRun) {
    var guard = shared.lockUninterruptibly(); // refused: R3
    if (dryRun) {
      return false;
    }
    try (guard) {
      return guard.get().insert("key", 1).isEmpty();
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class ClosedInOneBranch {
  static void clear(Mutex<Database> shared, boolean dirty) {
    Guard<Database> guard = shared.lockUninterruptibly(); // refused: R3
    try {
      guard.get().clear();
    } finally {
      if (dirty) {
        guard.close();
      }
    }
  }
}

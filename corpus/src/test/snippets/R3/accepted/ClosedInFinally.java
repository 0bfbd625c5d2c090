import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class ClosedInFinally {
  static boolean insert(Mutex<Database> shared, String key) throws InterruptedException {
    Guard<Database> guard = shared.lock();
    try {
      if (guard.get().contains(key)) {
        return false;
      }
      guard.get().insert(key, true);
      return true;
    } finally {
      guard.close();
    }
  }
}

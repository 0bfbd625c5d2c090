import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class ClosedBeforeSecond {
  static int retry(Mutex<Database> shared) throws InterruptedException {
    Guard<Database> guard = shared.tryLock();
    if (guard == null) {
      guard = shared.lock();
    }
    try {
      return guard.get().size();
    } finally {
      guard.close();
    }
  }

  static int early(Mutex<Database> shared, boolean quick) throws InterruptedException {
    if (quick) {
      try (Guard<Database> guard = shared.lock()) {
        return guard.get().size();
      }
    }
    try (Guard<Database> guard = shared.lock()) {
      guard.get().clear();
    } finally {
      shared.with(database -> database.insert("done", true));
    }
    return 0;
  }
}

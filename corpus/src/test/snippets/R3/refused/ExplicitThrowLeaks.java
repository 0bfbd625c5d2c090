import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.WriteGuard;
import dev.keyhold.sync.RwLock;

final class ExplicitThrowLeaks {
  static void insert(RwLock<Database> shared, String key) throws InterruptedException {
    WriteGuard<Database> guard = shared.write(); // refused: R3
    if (key == null) {
      throw new IllegalArgumentException("no key");
    }
    try {
      guard.get().insert(key, 1);
    } finally {
      guard.close();
    }
  }
}

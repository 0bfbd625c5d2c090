import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class NeverClosed {
  static void insert(Mutex<Database> shared) throws InterruptedException {
    Guard<Database> guard = shared.lock(); // refused: R3
    guard.get().insert("key", 1);
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.RwLock;

final class ClosureWithinGuard {
  static void mutex(Mutex<Database> shared) throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      guard.get().clear();
      shared.with(database -> database.insert("key", 1)); // refused: R6
    }
  }

  static int rwLock(RwLock<Database> shared) throws InterruptedException {
    try (var writing = shared.write()) {
      writing.get().clear();
      return shared.withRead(Database::size); // refused: R6
    }
  }
}

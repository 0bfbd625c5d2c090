import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

/** If insert throws, nobody closes the guard. */
final class ClosedInStraightLine {
  static void insert(Mutex<Database> shared, Object value) throws InterruptedException {
    Guard<Database> guard = shared.lock(); // refused: R3
    guard.get().insert("key", value);
    guard.close();
  }
}

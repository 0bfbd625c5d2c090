import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.RwLock;

/** The guards are granted, and nobody has them. */
final class AsyncThrownAway {
  static void ask(Mutex<Database> shared, RwLock<Database> other) {
    shared.lockAsync(); // refused: R3
    other.readAsync(); // refused: R3
  }
}

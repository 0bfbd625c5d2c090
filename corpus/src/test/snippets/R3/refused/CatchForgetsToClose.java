import dev.keyhold.Database;
import dev.keyhold.error.JsonConversionException;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class CatchForgetsToClose {
  static void insert(Mutex<Database> shared, Object value) {
    Guard<Database> guard = shared.lockUninterruptibly(); // refused: R3
    try {
      guard.get().insert("key", value);
      guard.close();
    } catch (JsonConversionException e) {
      System.err.println(e.getMessage());
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.function.Consumer;

/** The consumer may throw before the try statement has begun. */
final class StatementBeforeTry {
  static void clear(Mutex<Database> shared, Consumer<String> log) throws InterruptedException {
    Guard<Database> guard = shared.lock(); // refused: R3
    log.accept("locked");
    try {
      guard.get().clear();
    } finally {
      guard.close();
    }
  }
}

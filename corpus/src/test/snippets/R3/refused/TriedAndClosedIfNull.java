import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.time.Duration;

final class TriedAndClosedIfNull {
  static void clear(Mutex<Database> shared) throws InterruptedException {
    Guard<Database> guard = shared.tryLock(Duration.ofSeconds(1)); // refused: R3
    try {
      if (guard != null) {
        guard.get().clear();
      }
    } finally {
      if (guard == null) {
        System.out.println("out of time");
      }
    }
  }
}

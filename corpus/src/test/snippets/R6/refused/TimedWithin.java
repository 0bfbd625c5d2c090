import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.time.Duration;

/** Waits for itself until the time is up. */
final class TimedWithin {
  static boolean run(Mutex<Database> shared) throws InterruptedException {
    try (Guard<Database> outer = shared.lock()) {
      outer.get().clear();
      try (Guard<Database> inner = shared.tryLock(Duration.ofSeconds(1))) { // refused: R6
        return inner != null;
      }
    }
  }
}

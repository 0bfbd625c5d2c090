import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.time.Duration;

final class TriedAndNullChecked {
  static boolean returnsIfNull(Mutex<Database> shared) {
    Guard<Database> guard = shared.tryLock();
    if (guard == null) {
      return false;
    }
    try {
      return guard.get().isEmpty();
    } finally {
      guard.close();
    }
  }

  static void goesOnIfNotNull(Mutex<Database> shared) throws InterruptedException {
    Guard<Database> guard = shared.tryLock(Duration.ofMillis(10));
    if (guard != null) {
      try {
        guard.get().clear();
      } finally {
        guard.close();
      }
    }
  }

  static int takesNullAsResource(Mutex<Database> shared) {
    try (Guard<Database> guard = shared.tryLock()) {
      return guard == null ? -1 : guard.get().size();
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.RwLock;

final class LockOfPatternVariable {
  static String describe(Object lock) throws InterruptedException {
    return switch (lock) {
      case Mutex<?> mutex -> {
        try (Guard<?> guard = mutex.lock()) {
          yield "mutex of " + guard.get();
        }
      }
      case RwLock<?> shared when shared.isPoisoned() -> "poisoned";
      case RwLock<?> shared -> {
        Guard<?> guard = shared.read();
        try {
          yield "lock of " + guard.get();
        } finally {
          guard.close();
        }
      }
      default -> "no lock";
    };
  }

  static boolean empty(Object lock) throws InterruptedException {
    if (!(lock instanceof Mutex<?> mutex)) {
      return true;
    }
    try (Guard<?> guard = mutex.lock()) {
      return guard.get() instanceof Database database && database.isEmpty();
    }
  }
}

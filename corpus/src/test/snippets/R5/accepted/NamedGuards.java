import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class NamedGuards {
  static void run(Mutex<Database> shared) throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      guard.get().insert("key", 1);
    }
    try (var _ = shared.lock()) {
      System.out.println("nobody else is in here");
    }
  }
}

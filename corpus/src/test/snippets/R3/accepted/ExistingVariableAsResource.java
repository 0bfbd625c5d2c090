import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class ExistingVariableAsResource {
  static void run(Mutex<Database> shared) throws InterruptedException {
    final Guard<Database> guard = shared.lock();
    try (guard) {
      guard.get().clear();
    }
  }
}

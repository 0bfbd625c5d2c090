import dev.keyhold.Database;
import dev.keyhold.check.Closes;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class PassedToMethodThatCloses {
  private static void finish(@Closes Guard<Database> guard, String key) {
    try (guard) {
      guard.get().insert(key, "finished");
    }
  }

  static void run(Mutex<Database> shared) throws InterruptedException {
    finish(shared.lock(), "first");
    Guard<Database> guard = shared.lock();
    finish(guard, "second");
  }
}

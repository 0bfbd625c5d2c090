import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.Executor;

/** The task waits until the guard is closed. */
final class OtherTaskLocks {
  static void run(Mutex<Database> shared, Executor pool) throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      pool.execute(() -> shared.with(database -> database.insert("later", true)));
      guard.get().insert("now", true);
    }
  }
}

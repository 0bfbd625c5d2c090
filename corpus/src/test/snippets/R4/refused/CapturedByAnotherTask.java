import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.List;
import java.util.concurrent.Executor;

final class CapturedByAnotherTask {
  static void clear(Mutex<List<String>> shared, Executor pool) throws InterruptedException {
    try (Guard<List<String>> guard = shared.lock()) {
      List<String> lines = guard.get();
      pool.execute(() -> lines.clear()); // refused: R4
    }
  }

  static void submit(Mutex<Database> shared, Executor pool) {
    shared.submit(
        database -> {
          pool.execute(() -> database.clear()); // refused: R4
          return null;
        });
  }
}

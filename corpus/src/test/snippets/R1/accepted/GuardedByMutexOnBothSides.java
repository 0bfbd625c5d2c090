import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.ExecutorService;

final class GuardedByMutexOnBothSides {
  static int fill(Mutex<Database> shared, ExecutorService pool) throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      int worker = i;
      pool.submit(
          () -> {
            try (Guard<Database> guard = shared.lock()) {
              guard.get().insert("worker-" + worker, worker);
            }
            return null;
          });
    }
    try (Guard<Database> guard = shared.lock()) {
      return guard.get().size();
    }
  }
}

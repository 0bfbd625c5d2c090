import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.ExecutorService;

/** The task that sleeps is not the one that has the guard. */
final class OtherTaskSleeps {
  static void start(BlockingMutex<Database> shared, ExecutorService pool) {
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      String name = "task of " + guard.get().size();
      pool.submit(
          () -> {
            Thread.sleep(1000);
            System.out.println(name);
            return null;
          });
    }
  }
}

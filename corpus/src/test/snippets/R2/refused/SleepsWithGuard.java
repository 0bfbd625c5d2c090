import dev.keyhold.Database;
import dev.keyhold.sync.BlockingMutex;
import java.time.Duration;

final class SleepsWithGuard {
  static int slowSize(BlockingMutex<Database> shared) throws InterruptedException {
    try (var guard = shared.lock()) {
      Thread.sleep(Duration.ofSeconds(1)); // warned: R2
      return guard.get().size();
    }
  }
}

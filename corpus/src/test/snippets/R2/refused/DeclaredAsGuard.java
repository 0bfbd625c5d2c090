import dev.keyhold.Database;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.testkit.EventLoop;
import java.time.Duration;

/** What the variable is called does not matter: the guard comes from a BlockingMutex. */
final class DeclaredAsGuard {
  static void later(BlockingMutex<Database> shared, EventLoop loop) {
    Guard<Database> guard = shared.lockUninterruptibly();
    loop.schedule(Duration.ofSeconds(1), () -> guard.close()); // refused: R2
  }

  static void sleep(BlockingMutex<Database> shared) throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      Thread.sleep(100); // warned: R2
      guard.get().clear();
    }
  }
}

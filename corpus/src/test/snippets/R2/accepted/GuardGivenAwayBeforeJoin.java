import dev.keyhold.Database;
import dev.keyhold.check.Closes;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;

final class GuardGivenAwayBeforeJoin {
  private static void finish(@Closes BlockingGuard<Database> guard) {
    try (guard) {
      guard.get().insert("finished", true);
    }
  }

  static String run(BlockingMutex<Database> shared, CompletableFuture<String> answer)
      throws InterruptedException {
    BlockingGuard<Database> guard = shared.lock();
    finish(guard);
    return answer.join();
  }
}

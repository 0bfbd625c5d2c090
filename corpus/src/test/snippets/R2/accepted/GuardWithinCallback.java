import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;

final class GuardWithinCallback {
  static CompletableFuture<Integer> store(
      BlockingMutex<Database> shared, CompletableFuture<String> answer) {
    return answer.thenApplyAsync(
        text -> {
          try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
            guard.get().insert("answer", text);
            return guard.get().size();
          }
        });
  }
}

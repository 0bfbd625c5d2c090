import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

final class CapturedInThenCompose {
  static void chain(
      BlockingMutex<Database> shared,
      CompletableFuture<String> start,
      Function<String, CompletableFuture<String>> step) {
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      start.thenCompose(
          value ->
              guard.get().contains(value) // refused: R2
                  ? CompletableFuture.completedFuture(value)
                  : step.apply(value));
    }
  }
}

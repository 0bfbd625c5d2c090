import dev.keyhold.Database;
import dev.keyhold.json.Json;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;

final class JoinsInSwitch {
  static Json value(BlockingMutex<Database> shared, Object source) {
    try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
      return switch (source) {
        case String key -> guard.get().get(key).orElse(Json.NULL);
        case CompletableFuture<?> future when future.isDone() -> Json.of(future.getNow(null));
        case CompletableFuture<?> future -> {
          Object answer = future.join(); // warned: R2
          yield Json.of(answer);
        }
        default -> Json.NULL;
      };
    }
  }
}

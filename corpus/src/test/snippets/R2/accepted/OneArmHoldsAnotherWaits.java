import dev.keyhold.Database;
import dev.keyhold.json.Json;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CompletableFuture;

final class OneArmHoldsAnotherWaits {
  sealed interface Source permits Stored, Asked {}

  record Stored(String key) implements Source {}

  record Asked(CompletableFuture<Json> answer) implements Source {}

  static Json read(BlockingMutex<Database> shared, Source source) {
    return switch (source) {
      case Stored(String key) -> {
        try (BlockingGuard<Database> guard = shared.lockUninterruptibly()) {
          yield guard.get().get(key).orElseThrow();
        }
      }
      case Asked(var answer) when answer.isDone() -> answer.resultNow();
      case Asked(var answer) -> answer.join();
    };
  }
}

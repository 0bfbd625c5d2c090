import dev.keyhold.Database;
import dev.keyhold.json.Json;
import java.util.concurrent.CompletableFuture;

final class AsyncCallbackAndStarter {
  static int fetch(CompletableFuture<Json> answer, Database cache) {
    answer.thenAcceptAsync(json -> cache.insert("answer", json));
    return cache.size(); // refused: R1
  }
}

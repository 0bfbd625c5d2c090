import dev.keyhold.Database;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;

/** A Mutex's guard is bound to no thread. */
final class GuardOfMutexMayStay {
  static void store(Mutex<Database> shared, CompletableFuture<Json> answer)
      throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      Thread.sleep(10);
      guard.get().insert("answer", answer.join());
    }
  }

  static CompletableFuture<Void> storeLater(
      Mutex<Database> shared, CompletableFuture<Json> answer) {
    return shared
        .lockAsync()
        .thenCompose(
            guard ->
                answer
                    .thenAccept(json -> guard.get().insert("answer", json))
                    .whenComplete((_, _) -> guard.close()));
  }
}

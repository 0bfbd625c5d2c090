import dev.keyhold.Database;
import dev.keyhold.json.Json;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The guard stays open across a second wait and is closed when that is over, well or ill. */
final class AsyncClosedInWhenComplete {
  static CompletableFuture<Void> fetchAndStore(
      Mutex<Database> shared, Supplier<CompletableFuture<Json>> fetch) {
    return shared
        .lockAsync()
        .thenCompose(
            guard ->
                fetch
                    .get()
                    .thenAccept(json -> guard.get().insert("answer", json))
                    .whenComplete((result, failure) -> guard.close()));
  }
}

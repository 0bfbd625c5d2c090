import dev.keyhold.Database;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Closing the executor waits for its tasks. */
final class ExecutorClosedBeforeRead {
  static int load() {
    Database database = new Database();
    try (ExecutorService loader = Executors.newVirtualThreadPerTaskExecutor()) {
      loader.submit(() -> database.insert("loaded", true));
    }
    database.insert("checked", true);
    return database.size();
  }
}

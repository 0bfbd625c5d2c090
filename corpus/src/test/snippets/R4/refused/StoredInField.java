import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.Map;

final class StoredInField {
  private static Map<String, Integer> latest;
  private Database database;

  void remember(Mutex<Database> shared) throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      this.database = guard.get(); // refused: R4
    }
  }

  static void publish(Mutex<Map<String, Integer>> shared) {
    shared.with(
        map -> {
          latest = map; // refused: R4
          return null;
        });
  }

  int size() {
    return database.size() + latest.size();
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.List;
import java.util.Map;

final class ReturnsData {
  static Database database(Mutex<Database> shared) throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      return guard.get(); // refused: R4
    }
  }

  static Map<String, Integer> map(Mutex<Map<String, Integer>> shared) {
    var guard = shared.lockUninterruptibly();
    try {
      Map<String, Integer> map = guard.get();
      map.putIfAbsent("asked", 0);
      return map; // refused: R4
    } finally {
      guard.close();
    }
  }

  static List<String> maybe(Mutex<List<String>> shared, boolean all) throws InterruptedException {
    try (Guard<List<String>> guard = shared.lock()) {
      return all ? guard.get() : List.of(); // refused: R4
    }
  }
}

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.Map;

/** Whoever lends the guard still has it when the data comes back. */
final class LentGuardReturnsData {
  private static Map<String, Integer> counts(Guard<Map<String, Integer>> guard) {
    return guard.get();
  }

  static void count(Mutex<Map<String, Integer>> shared, String word) throws InterruptedException {
    try (Guard<Map<String, Integer>> guard = shared.lock()) {
      counts(guard).merge(word, 1, Integer::sum);
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.ReadGuard;
import dev.keyhold.sync.RwLock;
import java.util.Iterator;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Each of these goes on reading the shared data. */
final class ReturnsView {
  static Set<String> keys(RwLock<TreeMap<String, Integer>> shared) throws InterruptedException {
    try (ReadGuard<TreeMap<String, Integer>> guard = shared.read()) {
      return guard.get().keySet(); // refused: R4
    }
  }

  static SortedMap<String, Integer> part(RwLock<TreeMap<String, Integer>> shared)
      throws InterruptedException {
    try (var guard = shared.read()) {
      SortedMap<String, Integer> part = guard.get().subMap("a", "b");
      return part; // refused: R4
    }
  }

  static Iterator<Database.Entry> walk(Mutex<Database> shared) throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      return guard.get().iterator(); // refused: R4
    }
  }

  static Stream<Integer> values(RwLock<TreeMap<String, Integer>> shared)
      throws InterruptedException {
    try (var guard = shared.read()) {
      return guard.get().values().stream(); // refused: R4
    }
  }
}

import dev.keyhold.sync.ReadGuard;
import dev.keyhold.sync.RwLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class ReturnsCopy {
  static List<String> keys(RwLock<TreeMap<String, Integer>> shared) throws InterruptedException {
    try (ReadGuard<TreeMap<String, Integer>> guard = shared.read()) {
      return new ArrayList<>(guard.get().keySet());
    }
  }

  static Map<String, Integer> copy(RwLock<TreeMap<String, Integer>> shared) {
    return shared.withRead(map -> Map.copyOf(map));
  }

  static List<Integer> large(RwLock<TreeMap<String, Integer>> shared) throws InterruptedException {
    try (ReadGuard<TreeMap<String, Integer>> guard = shared.read()) {
      return guard.get().values().stream().filter(value -> value > 100).toList();
    }
  }
}

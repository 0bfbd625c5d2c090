import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

final class FieldWithinOneMethod {
  private final HashMap<String, String> cache = new HashMap<>();
  private final Executor pool;

  FieldWithinOneMethod(Executor pool) {
    this.pool = pool;
  }

  String get(String key) {
    pool.execute(() -> this.cache.put(key, "fresh " + key));
    return this.cache.getOrDefault(key, "none"); // refused: R1
  }

  Map<String, String> copy() {
    return Map.copyOf(cache);
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.List;

final class InInlineLambdaOrLoop {
  record Shop(Mutex<Database> stock) {}

  static void lambda(Mutex<Database> shared, List<String> keys) {
    try (Guard<Database> outer = shared.lockUninterruptibly()) {
      outer.get().clear();
      keys.forEach(
          key -> {
            try (Guard<Database> inner = shared.lockUninterruptibly()) { // refused: R6
              inner.get().insert(key, 1);
            }
          });
    }
  }

  private final Mutex<Database> orders = Mutex.of(Database::new);

  static void loop(InInlineLambdaOrLoop shop, List<String> keys) {
    try (Guard<Database> outer = shop.orders.lockUninterruptibly()) {
      for (String key : keys) {
        try (Guard<Database> inner = shop.orders.lockUninterruptibly()) { // refused: R6
          inner.get().insert(key, outer.get().size());
        }
      }
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.function.ToIntFunction;

final class LentWithinTry {
  private static void touch(Guard<Database> guard) {
    guard.get().insert("touched", true);
  }

  static int run(Mutex<Database> shared, ToIntFunction<Guard<Database>> function)
      throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      touch(guard);
      return function.applyAsInt(guard);
    }
  }
}

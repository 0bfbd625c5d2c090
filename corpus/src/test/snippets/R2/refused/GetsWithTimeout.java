import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

final class GetsWithTimeout {
  static boolean store(BlockingMutex<Database> shared, Future<String> answer) throws Exception {
    try (BlockingGuard<Database> guard = shared.lock()) {
      return guard
          .get()
          .insert(
              "answer",
              answer.get(1, TimeUnit.SECONDS)) // warned: R2
          .isPresent();
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.Future;

final class WaitsInConstructor {
  private final int size;

  WaitsInConstructor(BlockingMutex<Database> shared, Future<Integer> expected) throws Exception {
    try (BlockingGuard<Database> guard = shared.lock()) {
      this.size = guard.get().isEmpty() ? 0 : expected.get(); // warned: R2
    }
  }

  int size() {
    return size;
  }
}

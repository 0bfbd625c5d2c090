import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;

final class AsksForLockWithGuard {
  static CompletableFuture<Guard<Database>> ask(
      BlockingMutex<Database> counters, Mutex<Database> shared) {
    CompletableFuture<Guard<Database>> asked;
    try (BlockingGuard<Database> guard = counters.lockUninterruptibly()) {
      guard.get().insert("asked", true);
      asked = shared.lockAsync(); // warned: R2
    }
    return asked;
  }
}

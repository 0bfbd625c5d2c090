import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;

/** These do not wait for the guard that is held. */
final class TriedAndAsyncWithin {
  static CompletableFuture<Guard<Database>> run(Mutex<Database> shared)
      throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      try (Guard<Database> again = shared.tryLock()) {
        guard.get().insert("free", again != null);
      }
      return shared.lockAsync();
    }
  }
}

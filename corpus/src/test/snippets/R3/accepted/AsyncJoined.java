import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;

final class AsyncJoined {
  static int size(Mutex<Database> shared) {
    try (Guard<Database> guard = shared.lockAsync().join()) {
      return guard.get().size();
    }
  }

  static int sizeInTurn(Mutex<Database> shared, Runnable meanwhile) throws Exception {
    CompletableFuture<Guard<Database>> asked = shared.lockAsync();
    meanwhile.run();
    try (Guard<Database> guard = asked.get()) {
      return guard.get().size();
    }
  }
}

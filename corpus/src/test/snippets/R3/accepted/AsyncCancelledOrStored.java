import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

final class AsyncCancelledOrStored {
  private final List<CompletableFuture<Guard<Database>>> asked = new ArrayList<>();

  static boolean busy(Mutex<Database> shared) {
    CompletableFuture<Guard<Database>> request = shared.lockAsync();
    return request.cancel(true);
  }

  void ask(List<Mutex<Database>> mutexes) {
    for (Mutex<Database> mutex : mutexes) {
      asked.add(mutex.lockAsync());
    }
  }
}

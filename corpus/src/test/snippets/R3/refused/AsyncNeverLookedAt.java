import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;

final class AsyncNeverLookedAt {
  static void ask(Mutex<Database> shared) {
    CompletableFuture<Guard<Database>> asked = shared.lockAsync(); // refused: R3
    System.out.println("asked");
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Actor;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.RwLock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

final class ClosureReturnsData {
  static Database out(Mutex<Database> shared) {
    return shared.with(database -> database); // refused: R4
  }

  static Set<String> keys(RwLock<Map<String, Integer>> shared) {
    return shared.withRead(
        map -> {
          System.out.println(map.size());
          return map.keySet(); // refused: R4
        });
  }

  static CompletableFuture<Database> ask(Actor<Database> actor) throws InterruptedException {
    return actor.ask(database -> database); // refused: R4
  }
}

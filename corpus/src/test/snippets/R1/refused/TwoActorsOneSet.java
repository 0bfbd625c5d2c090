import dev.keyhold.Database;
import dev.keyhold.sync.Actor;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

final class TwoActorsOneSet {
  static CompletableFuture<Boolean> mark(Actor<Database> left, Actor<Database> right)
      throws InterruptedException {
    Set<String> keys = new HashSet<>();
    left.ask(database -> database.contains("a") && keys.add("a"));
    return right.ask(database -> database.contains("b") && keys.add("b")); // refused: R1
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Actor;
import java.util.TreeMap;

final class ActorAndStarter {
  static int tell(Actor<Database> actor) throws InterruptedException {
    TreeMap<String, Integer> sizes = new TreeMap<>();
    actor.tell(database -> sizes.put("before", database.size()));
    return sizes.size(); // refused: R1
  }
}

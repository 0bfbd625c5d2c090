import dev.keyhold.Database;
import dev.keyhold.sync.Actor;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;

/** What the functions get as their parameter is not captured. */
final class ActorOwnsItsData {
  static CompletableFuture<Integer> run(Actor<Database> actor, Mutex<Database> mutex)
      throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      String key = "key-" + i;
      actor.tell(database -> database.insert(key, key.length()));
      mutex.submit(database -> database.remove(key));
    }
    return actor.ask(Database::size);
  }
}

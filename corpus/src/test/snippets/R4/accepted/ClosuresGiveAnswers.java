import dev.keyhold.Database;
import dev.keyhold.sync.Actor;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;

final class ClosuresGiveAnswers {
  static int run(BlockingMutex<Database> blocking, Mutex<Database> shared) {
    boolean known =
        blocking.with(
            database -> {
              Database data = database;
              data.insert("key", 1);
              return data.contains("key");
            });
    return known ? shared.with(Database::size) : 0;
  }

  static CompletableFuture<String> ask(Actor<StringBuilder> actor) throws InterruptedException {
    actor.tell(text -> text.append("line"));
    return actor.ask(text -> text.toString());
  }
}

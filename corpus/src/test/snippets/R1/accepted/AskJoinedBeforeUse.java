import dev.keyhold.Database;
import dev.keyhold.sync.Actor;
import java.util.ArrayList;
import java.util.List;

final class AskJoinedBeforeUse {
  static List<String> keys(Actor<Database> actor) throws InterruptedException {
    List<String> keys = new ArrayList<>();
    actor
        .ask(
            database -> {
              for (Database.Entry entry : database) {
                keys.add(entry.key());
              }
              return null;
            })
        .join();
    keys.add("end");
    return keys;
  }
}

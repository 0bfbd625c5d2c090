import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;
import java.util.ArrayList;
import java.util.List;

/** The function may run on whatever thread releases the mutex. */
final class MutexSubmitAndStarter {
  static List<String> removed(Mutex<Database> shared) {
    List<String> removed = new ArrayList<>();
    shared.submit(
        database -> {
          if (database.remove("old").isPresent()) {
            removed.add("old");
          }
          return null;
        });
    removed.add("asked for"); // refused: R1
    return List.of();
  }
}

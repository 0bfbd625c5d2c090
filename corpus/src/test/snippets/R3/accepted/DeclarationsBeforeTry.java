import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.ArrayList;
import java.util.List;

final class DeclarationsBeforeTry {
  static List<String> keys(Mutex<Database> shared, String limit) throws InterruptedException {
    Guard<Database> guard = shared.lock();
    int max = Integer.parseInt(limit);
    List<String> keys = new ArrayList<>(max);
    Database database = guard.get();
    try {
      for (Database.Entry entry : database) {
        if (keys.size() == max) {
          break;
        }
        keys.add(entry.key());
      }
    } finally {
      guard.close();
    }
    return keys;
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.List;

final class LeftLoopInManyWays {
  static String first(List<Mutex<Database>> mutexes, String key) throws InterruptedException {
    search:
    for (Mutex<Database> mutex : mutexes) {
      for (int attempt = 0; attempt < 3; attempt++) {
        Guard<Database> guard = mutex.lock();
        try {
          if (guard.get().isEmpty()) {
            continue search;
          }
          if (guard.get().size() > 1000) {
            break search;
          }
          if (guard.get().contains(key)) {
            return key;
          }
        } finally {
          guard.close();
        }
      }
    }
    return "";
  }
}

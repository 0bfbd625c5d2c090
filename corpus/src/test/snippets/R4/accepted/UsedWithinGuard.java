import dev.keyhold.Database;
import dev.keyhold.KeyRange;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.Iterator;
import java.util.List;

final class UsedWithinGuard {
  private static void index(Database database) {
    database.insert("index", database.size());
  }

  static int run(Mutex<Database> shared, List<String> names) throws InterruptedException {
    int count = 0;
    try (Guard<Database> guard = shared.lock()) {
      Database database = guard.get();
      index(database);
      names.forEach(name -> database.insert(name, name.length()));
      Iterator<Database.Entry> walk = database.iterator();
      while (walk.hasNext()) {
        count += walk.next().key().length();
      }
      for (Database.Entry entry : guard.get().scan(KeyRange.prefix("user:"))) {
        System.out.println(entry.key());
      }
    }
    return count;
  }
}

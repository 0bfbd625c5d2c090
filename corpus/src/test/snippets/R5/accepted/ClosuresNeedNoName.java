import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.RwLock;

final class ClosuresNeedNoName {
  static int run(Mutex<Database> shared, RwLock<Database> other) {
    shared.with(database -> database.insert("key", 1));
    shared.submit(database -> database.insert("key", 2));
    other.withWrite(
        database -> {
          database.clear();
          return null;
        });
    return other.withRead(Database::size);
  }
}

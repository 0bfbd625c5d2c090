import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

/** Not closeable by type, but there is a method that closes the field. */
final class FieldClosedByAnotherMethod {
  private final Mutex<Database> shared = Mutex.of(Database::new);
  private Guard<Database> transaction;

  void begin() throws InterruptedException {
    transaction = shared.lock();
  }

  void insert(String key) {
    transaction.get().insert(key, true);
  }

  void end() {
    transaction.close();
    transaction = null;
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.RwLock;

final class GuardWithinClosure {
  static int mutex(Mutex<Database> shared) {
    return shared.with(
        database -> {
          try (Guard<Database> guard = shared.lockUninterruptibly()) { // refused: R6
            return database.size() + guard.get().size();
          }
        });
  }

  static int rwLock(RwLock<Database> shared) {
    return shared.withRead(
        database ->
            shared.withWrite(Database::size)); // refused: R6
  }
}

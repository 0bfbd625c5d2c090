import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class AsyncJoinedAndLeaked {
  static int size(Mutex<Database> shared) {
    Guard<Database> guard = shared.lockAsync().join(); // refused: R3
    return guard.get().size();
  }
}

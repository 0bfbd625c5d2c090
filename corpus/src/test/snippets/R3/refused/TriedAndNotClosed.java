import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class TriedAndNotClosed {
  static int size(Mutex<Database> shared) {
    Guard<Database> guard = shared.tryLock(); // refused: R3
    if (guard == null) {
      return -1;
    }
    return guard.get().size();
  }
}

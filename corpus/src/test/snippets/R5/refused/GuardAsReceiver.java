import dev.keyhold.Database;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.RwLock;

final class GuardAsReceiver {
  static void insert(Mutex<Database> shared, BlockingMutex<Database> blocking) throws Exception {
    shared.lock().get().insert("key", 1); // refused: R5
    blocking.lockUninterruptibly().get().clear(); // refused: R5
  }

  static int size(RwLock<Database> shared, RwLock<Database> other) throws InterruptedException {
    if (shared.write().get().isEmpty()) { // refused: R5
      return 0;
    }
    return other.read().get().size(); // refused: R5
  }
}

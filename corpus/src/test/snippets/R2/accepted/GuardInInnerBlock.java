import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;

final class GuardInInnerBlock {
  static int poll(BlockingMutex<Database> shared) throws InterruptedException {
    int size;
    {
      BlockingGuard<Database> guard = shared.lock();
      try {
        size = guard.get().size();
      } finally {
        guard.close();
      }
    }
    Thread.sleep(100);
    return size;
  }
}

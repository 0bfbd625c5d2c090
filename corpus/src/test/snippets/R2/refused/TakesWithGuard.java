import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

final class TakesWithGuard {
  static void move(
      BlockingMutex<Database> shared, BlockingQueue<String> from, ArrayBlockingQueue<String> to)
      throws InterruptedException {
    BlockingGuard<Database> guard = shared.lock();
    try {
      String line = from.take(); // warned: R2
      guard.get().insert(line, true);
      to.put(line); // warned: R2
    } finally {
      guard.close();
    }
  }
}

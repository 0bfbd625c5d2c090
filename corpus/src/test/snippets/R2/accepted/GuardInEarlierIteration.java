import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.BlockingQueue;

final class GuardInEarlierIteration {
  static void pump(BlockingQueue<String> lines, BlockingMutex<Database> shared)
      throws InterruptedException {
    while (true) {
      String line = lines.take();
      if (line.isEmpty()) {
        continue;
      }
      try (BlockingGuard<Database> guard = shared.lock()) {
        if (guard.get().insert(line, true).isPresent()) {
          continue;
        }
        if (guard.get().size() > 1000) {
          break;
        }
      }
      Thread.sleep(1);
    }
    lines.put("full");
  }
}

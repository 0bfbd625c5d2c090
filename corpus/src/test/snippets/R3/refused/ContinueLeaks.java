import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.List;

final class ContinueLeaks {
  static int nonEmpty(List<BlockingMutex<Database>> mutexes) {
    int count = 0;
    outer:
    for (BlockingMutex<Database> mutex : mutexes) {
      BlockingGuard<Database> guard = mutex.lockUninterruptibly(); // refused: R3
      for (int i = 0; i < 3; i++) {
        if (count > i) {
          continue outer;
        }
      }
      guard.close();
      count++;
    }
    return count;
  }
}

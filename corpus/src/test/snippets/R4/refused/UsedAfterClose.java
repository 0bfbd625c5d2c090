import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.Map;

final class UsedAfterClose {
  static int size(Mutex<Map<String, Integer>> shared) {
    Guard<Map<String, Integer>> guard = shared.lockUninterruptibly();
    Map<String, Integer> map = guard.get();
    try {
      map.clear();
    } finally {
      guard.close();
    }
    return map.size(); // refused: R4
  }
}

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.Map;

final class AcquiredAgainBeforeUse {
  static int twice(Mutex<Map<String, Integer>> shared) {
    Guard<Map<String, Integer>> guard = shared.lockUninterruptibly();
    Map<String, Integer> map = guard.get();
    try {
      map.clear();
    } finally {
      guard.close();
    }
    guard = shared.lockUninterruptibly();
    try {
      return guard.get().size();
    } finally {
      guard.close();
    }
  }
}

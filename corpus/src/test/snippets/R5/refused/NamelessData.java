import dev.keyhold.sync.Mutex;
import java.util.Map;

/** The variable names the data; the guard has no name. */
final class NamelessData {
  static int count(
      Mutex<Map<String, Integer>> shared, Mutex<Map<String, Integer>> other, boolean known)
      throws InterruptedException {
    int size = known ? shared.lock().get().size() : 0; // refused: R5
    return switch (size) {
      case 0 -> -1;
      default -> other.lockUninterruptibly().get().getOrDefault("key", 0); // refused: R5
    };
  }
}

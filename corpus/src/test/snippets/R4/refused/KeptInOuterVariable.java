import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.List;

final class KeptInOuterVariable {
  static int size(Mutex<List<String>> shared) throws InterruptedException {
    List<String> lines;
    try (Guard<List<String>> guard = shared.lock()) {
      lines = guard.get();
    }
    return lines.size(); // refused: R4
  }
}

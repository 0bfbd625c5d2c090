import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.List;
import java.util.Locale;

final class OuterVariableOfString {
  private int size;

  String first(Mutex<List<String>> shared, boolean shout) throws InterruptedException {
    String first;
    try (Guard<List<String>> guard = shared.lock()) {
      List<String> lines = guard.get();
      first = lines.isEmpty() ? "" : lines.get(0);
      size = lines.size();
    }
    return shout ? first.toUpperCase(Locale.ROOT) : first + size;
  }
}

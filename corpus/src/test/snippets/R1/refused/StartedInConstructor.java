import java.util.ArrayList;
import java.util.List;

final class StartedInConstructor {
  private final List<String> log = new ArrayList<>();

  StartedInConstructor(String name) {
    Thread.startVirtualThread(() -> log.add("worker of " + name));
    log.add("constructed"); // refused: R1
  }

  int size() {
    return log.size();
  }
}

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

final class LockedOnOneSideOnly {
  private final List<String> events = new ArrayList<>();

  void record(Executor pool, String event) {
    pool.execute(
        () -> {
          synchronized (events) {
            events.add(event);
          }
        });
    events.clear(); // refused: R1
  }
}

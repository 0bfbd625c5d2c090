import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

final class SynchronizedOnBothSides {
  private final Object lock = new Object();
  private final List<String> events = new ArrayList<>();

  void record(Executor pool, String event) {
    pool.execute(
        () -> {
          synchronized (lock) {
            events.add(event);
          }
        });
    synchronized (lock) {
      events.add("asked for " + event);
    }
  }
}

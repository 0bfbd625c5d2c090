import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

final class SnapshotHandedOver {
  private final List<String> listeners = new ArrayList<>();

  void fire(Executor pool, String event) {
    List<String> snapshot = List.copyOf(listeners);
    pool.execute(() -> snapshot.forEach(listener -> System.out.println(listener + event)));
    listeners.clear();
  }
}

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

final class ScheduledAndStarter {
  private final Map<String, Long> hits = new HashMap<>();

  void start(ScheduledExecutorService timer) {
    timer.scheduleAtFixedRate(() -> hits.clear(), 1, 1, TimeUnit.MINUTES);
    hits.put("start", System.nanoTime()); // refused: R1
  }
}

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

final class LatchOrders {
  static Map<String, String> load(Executor pool) throws InterruptedException {
    Map<String, String> settings = new HashMap<>();
    CountDownLatch loaded = new CountDownLatch(1);
    pool.execute(
        () -> {
          settings.put("mode", "fast");
          loaded.countDown();
        });
    loaded.await();
    settings.putIfAbsent("colour", "blue");
    return settings;
  }
}

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

final class AnonymousClasses {
  static void run(ExecutorService pool) {
    final Map<String, Long> times = new LinkedHashMap<>();
    pool.submit(
        new Runnable() {
          @Override
          public void run() {
            times.put("started", System.nanoTime());
          }
        });
    pool.submit(
        new Callable<Integer>() {
          @Override
          public Integer call() {
            return times.size(); // refused: R1
          }
        });
  }
}

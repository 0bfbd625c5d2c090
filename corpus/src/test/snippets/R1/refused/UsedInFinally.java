import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

final class UsedInFinally {
  static void run(Executor pool, Runnable body) {
    Map<String, String> context = new HashMap<>();
    try {
      pool.execute(() -> context.put("step", "background"));
      body.run();
    } finally {
      context.clear(); // refused: R1
    }
  }
}

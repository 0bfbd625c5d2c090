import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

final class StartedInTernary {
  static boolean run(ExecutorService pool, boolean early) {
    List<String> list = new ArrayList<>();
    Future<?> started = early ? pool.submit(() -> list.add("early")) : null;
    list.add("anyway"); // refused: R1
    return started != null;
  }
}

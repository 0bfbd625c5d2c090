import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Closing the executor orders the read at the end, not the tasks among themselves. */
final class StartedInForEachLoop {
  static List<String> upperCase(List<String> names) {
    List<String> upper = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String name : names) {
        pool.submit(() -> upper.add(name.toUpperCase())); // refused: R1
      }
    }
    return upper;
  }
}

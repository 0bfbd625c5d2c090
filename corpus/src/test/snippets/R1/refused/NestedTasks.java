import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** The second task is started by the first, which goes on. */
final class NestedTasks {
  static void run(Executor pool) {
    List<String> log = new ArrayList<>();
    pool.execute(
        () -> {
          pool.execute(() -> log.add("inner"));
          log.add("outer"); // refused: R1
        });
  }
}

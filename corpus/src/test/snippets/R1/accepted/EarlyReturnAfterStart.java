import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

final class EarlyReturnAfterStart {
  static void flush(ArrayList<String> lines, Executor pool, boolean inBackground) {
    if (inBackground) {
      pool.execute(lines::clear);
      return;
    }
    List.copyOf(lines).forEach(System.out::println);
    lines.clear();
  }
}

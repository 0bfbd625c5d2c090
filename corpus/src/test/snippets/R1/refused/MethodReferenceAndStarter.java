import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

final class MethodReferenceAndStarter {
  static void clear(Executor pool) {
    List<String> lines = new ArrayList<>();
    lines.add("before");
    pool.execute(lines::clear);
    lines.add("after"); // refused: R1
  }
}

import java.util.ArrayList;
import java.util.List;

final class RunnableRunInPlace {
  static List<String> twice() {
    List<String> lines = new ArrayList<>();
    Runnable line = () -> lines.add("line " + lines.size());
    line.run();
    line.run();
    lines.add("end");
    return lines;
  }
}

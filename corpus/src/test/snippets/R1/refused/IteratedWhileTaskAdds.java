import java.util.ArrayList;
import java.util.List;

final class IteratedWhileTaskAdds {
  static void print() {
    List<String> lines = new ArrayList<>();
    Thread.ofPlatform().daemon().start(() -> lines.add("from the thread"));
    for (String line : lines) { // refused: R1
      System.out.println(line);
    }
  }
}

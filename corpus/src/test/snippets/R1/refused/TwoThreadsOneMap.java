import java.util.HashMap;
import java.util.Map;

final class TwoThreadsOneMap {
  static void run() {
    Map<String, Integer> counts = new HashMap<>();
    new Thread(() -> counts.merge("one", 1, Integer::sum)).start();
    new Thread(() -> counts.merge("two", 1, Integer::sum)).start(); // refused: R1
  }
}

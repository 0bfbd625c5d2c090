import java.util.HashMap;
import java.util.Map;

final class RunnableStartedTwice {
  static void run() {
    Map<String, Integer> counts = new HashMap<>();
    Runnable count =
        () -> {
          for (int i = 0; i < 1000; i++) {
            counts.merge("all", 1, Integer::sum);
          }
        };
    Thread one = new Thread(count);
    Thread two = new Thread(count);
    one.start();
    two.start(); // refused: R1
  }
}

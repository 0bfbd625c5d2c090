import java.util.HashMap;
import java.util.Map;

final class JoinedBeforeRead {
  static int count(Iterable<String> words) throws InterruptedException {
    Map<String, Integer> counts = new HashMap<>();
    Thread counter =
        new Thread(
            () -> {
              for (String word : words) {
                counts.merge(word, 1, Integer::sum);
              }
            });
    counter.start();
    counter.join();
    counts.remove("");
    return counts.size();
  }
}

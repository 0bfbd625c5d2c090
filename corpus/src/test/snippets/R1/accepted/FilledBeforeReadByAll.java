import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/** Nobody writes to the map once the first task has been started. */
final class FilledBeforeReadByAll {
  static void translate(List<String> words, ExecutorService pool) {
    Map<String, String> dictionary = new HashMap<>();
    dictionary.put("lock", "Schloss");
    dictionary.put("key", "Schlüssel");
    for (String word : words) {
      pool.submit(() -> System.out.println(dictionary.getOrDefault(word, word)));
    }
    System.out.println(dictionary.size() + " words known");
  }
}

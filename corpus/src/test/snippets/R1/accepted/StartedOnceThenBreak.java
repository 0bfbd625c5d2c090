import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** The loop is left as soon as the task has been started. */
final class StartedOnceThenBreak {
  static void firstLong(List<String> words, Executor pool) {
    List<String> found = new ArrayList<>();
    for (String word : words) {
      if (word.length() > 10) {
        pool.execute(() -> found.add(word));
        break;
      }
      found.add("not " + word);
    }
  }
}

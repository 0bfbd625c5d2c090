import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** The starter fills the list, hands it over and never looks at it again. */
final class HandedOverOnce {
  private final ExecutorService pool;

  HandedOverOnce(ExecutorService pool) {
    this.pool = pool;
  }

  void report(Iterable<String> lines) {
    List<String> batch = new ArrayList<>();
    for (String line : lines) {
      batch.add(line.strip());
    }
    pool.execute(
        () -> {
          batch.removeIf(String::isEmpty);
          batch.forEach(System.out::println);
        });
  }
}

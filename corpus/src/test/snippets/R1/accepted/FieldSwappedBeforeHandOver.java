import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** The full batch goes to the task, and the field gets a new one. */
final class FieldSwappedBeforeHandOver {
  private static final int BATCH_MAX = 100;

  private final Executor pool;
  private List<String> batch = new ArrayList<>();

  FieldSwappedBeforeHandOver(Executor pool) {
    this.pool = pool;
  }

  void add(String line) {
    batch.add(line);
    if (batch.size() >= BATCH_MAX) {
      List<String> full = batch;
      batch = new ArrayList<>();
      pool.execute(() -> full.forEach(System.out::println));
    }
    batch.add("");
  }
}

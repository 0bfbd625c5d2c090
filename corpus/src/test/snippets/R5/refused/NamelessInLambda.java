import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;
import java.util.List;
import java.util.concurrent.Executor;

final class NamelessInLambda {
  static void insert(
      Mutex<Database> shared, List<String> keys, Mutex<Database> other, Executor pool) {
    keys.forEach(key -> shared.lockUninterruptibly().get().insert(key, 1)); // refused: R5
    pool.execute(() -> other.lockUninterruptibly().get().clear()); // refused: R5
  }
}

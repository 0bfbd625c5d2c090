import dev.keyhold.Database;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

final class FutureGotBeforeUse {
  static int twice(Database database, ExecutorService pool)
      throws ExecutionException, InterruptedException {
    Future<?> first = pool.submit(() -> database.insert("first", 1));
    first.get();
    Future<Integer> second =
        pool.submit(
            () -> {
              database.insert("second", 2);
              return database.size();
            });
    return second.get() + database.size();
  }
}

import dev.keyhold.Database;
import java.util.concurrent.Executor;

/** A type of a single owner is not to be read by two tasks either. */
final class TwoReadersOfDatabase {
  static void look(Executor pool, Database database) {
    pool.execute(() -> System.out.println(database.size()));
    pool.execute(() -> System.out.println(database.get("key"))); // refused: R1
  }
}

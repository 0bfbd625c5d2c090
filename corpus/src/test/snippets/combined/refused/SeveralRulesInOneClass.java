import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

final class SeveralRulesInOneClass {
  private final Mutex<Database> shared = Mutex.of(Database::new);
  private final BlockingMutex<Database> blocking = BlockingMutex.of(Database::new);

  List<String> run(Executor pool) throws InterruptedException {
    List<String> log = new ArrayList<>();
    pool.execute(() -> log.add("started"));
    log.add("asked"); // refused: R1
    try (BlockingGuard<Database> guard = blocking.lock()) {
      Thread.sleep(1); // warned: R2
      guard.get().clear();
    }
    shared.lock().get().clear(); // refused: R5
    return List.of();
  }

  Database open() throws InterruptedException {
    Guard<Database> leaked = blocking.lock(); // refused: R3
    leaked.get().insert("leaked", true);
    try (Guard<Database> guard = shared.lock()) {
      shared.with(Database::size); // refused: R6
      return guard.get(); // refused: R4
    }
  }
}

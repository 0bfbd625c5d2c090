import dev.keyhold.Database;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Mutex;

final class GuardThrownAway {
  private final BlockingMutex<Database> blocking = BlockingMutex.of(Database::new);

  void run(Mutex<Database> shared, Mutex<Database> other) throws InterruptedException {
    shared.lock(); // refused: R5
    other.tryLock(); // refused: R5
    blocking.lock(); // refused: R5
  }
}

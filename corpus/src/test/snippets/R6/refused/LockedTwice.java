import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class LockedTwice {
  private final BlockingMutex<Database> blocking = BlockingMutex.of(Database::new);

  static void parameter(Mutex<Database> shared) throws InterruptedException {
    try (Guard<Database> outer = shared.lock()) {
      outer.get().clear();
      try (Guard<Database> inner = shared.lock()) { // refused: R6
        inner.get().insert("key", 1);
      }
    }
  }

  void field() {
    try (BlockingGuard<Database> outer = blocking.lockUninterruptibly();
        BlockingGuard<Database> inner = this.blocking.lockUninterruptibly()) { // refused: R6
      inner.get().insert("size", outer.get().size());
    }
  }
}

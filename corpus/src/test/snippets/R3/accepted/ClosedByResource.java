import dev.keyhold.Database;
import dev.keyhold.sync.AllGuard;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Locks;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.ReadGuard;
import dev.keyhold.sync.RwLock;

final class ClosedByResource {
  static int run(Mutex<Database> left, Mutex<Database> right, RwLock<Database> shared)
      throws InterruptedException {
    try (Guard<Database> guard = left.lock();
        ReadGuard<Database> reading = shared.read()) {
      if (guard.get().isEmpty()) {
        throw new IllegalStateException("empty");
      }
      guard.get().insert("size", reading.get().size());
    }
    try (AllGuard both = Locks.all(left, right)) {
      return both.get(left).size() + both.get(right).size();
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.AllGuard;
import dev.keyhold.sync.Locks;
import dev.keyhold.sync.Mutex;

final class AllGuardLeaks {
  static int sum(Mutex<Database> left, Mutex<Database> right) throws InterruptedException {
    AllGuard both = Locks.all(left, right); // refused: R3
    return both.get(left).size() + both.get(right).size();
  }
}

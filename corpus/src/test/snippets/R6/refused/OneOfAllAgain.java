import dev.keyhold.Database;
import dev.keyhold.sync.AllGuard;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Locks;
import dev.keyhold.sync.Mutex;

final class OneOfAllAgain {
  static void run(Mutex<Database> left, Mutex<Database> right) throws InterruptedException {
    try (AllGuard both = Locks.all(left, right)) {
      both.get(left).clear();
      try (Guard<Database> guard = right.lock()) { // refused: R6
        guard.get().clear();
      }
    }
  }

  static void other(Mutex<Database> left, Mutex<Database> right) throws InterruptedException {
    try (Guard<Database> guard = left.lock()) {
      guard.get().clear();
      try (AllGuard both = Locks.all(left, right)) { // refused: R6
        both.get(right).clear();
      }
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class VariableMeansAnotherLock {
  static int sum(Mutex<Database> left, Mutex<Database> right) throws InterruptedException {
    Mutex<Database> current = left;
    try (Guard<Database> first = current.lock()) {
      current = right;
      try (Guard<Database> second = current.lock()) {
        return first.get().size() + second.get().size();
      }
    }
  }
}

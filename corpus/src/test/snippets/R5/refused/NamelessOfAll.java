import dev.keyhold.Database;
import dev.keyhold.sync.Locks;
import dev.keyhold.sync.Mutex;

final class NamelessOfAll {
  static int size(Mutex<Database> left, Mutex<Database> right) throws InterruptedException {
    return Locks.all(left, right).get(left).size(); // refused: R5
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

/** The method is lent the guard: it says nothing of closing. */
final class LentAndForgotten {
  private static void touch(Guard<Database> guard) {
    guard.get().insert("touched", true);
  }

  static void run(Mutex<Database> shared) throws InterruptedException {
    Guard<Database> guard = shared.lock(); // refused: R3
    touch(guard);
  }
}

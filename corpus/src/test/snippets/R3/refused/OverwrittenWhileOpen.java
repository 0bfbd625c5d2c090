import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class OverwrittenWhileOpen {
  static void run(Mutex<Database> first, Mutex<Database> second) {
    Guard<Database> guard = first.lockUninterruptibly(); // refused: R3
    guard = second.lockUninterruptibly();
    try {
      guard.get().clear();
    } finally {
      guard.close();
    }
  }
}

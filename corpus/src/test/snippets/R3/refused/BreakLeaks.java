import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class BreakLeaks {
  static void drain(Mutex<Database> shared, int rounds) {
    while (true) {
      Guard<Database> guard = shared.lockUninterruptibly(); // refused: R3
      if (rounds-- == 0) {
        break;
      }
      guard.close();
    }
  }
}

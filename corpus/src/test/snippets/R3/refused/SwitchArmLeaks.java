import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class SwitchArmLeaks {
  static String state(Mutex<Database> shared, Object request) {
    Guard<Database> guard = shared.lockUninterruptibly(); // refused: R3
    return switch (request) {
      case String _ -> {
        guard.close();
        yield "closed";
      }
      case Integer _ -> "leaked";
      default -> {
        guard.close();
        yield "closed, too";
      }
    };
  }
}

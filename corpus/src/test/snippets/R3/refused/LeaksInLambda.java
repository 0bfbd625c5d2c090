import dev.keyhold.Database;
import dev.keyhold.sync.ReadGuard;
import dev.keyhold.sync.RwLock;
import java.util.concurrent.Callable;

final class LeaksInLambda {
  static Callable<Integer> sizeOf(RwLock<Database> shared) {
    return () -> {
      ReadGuard<Database> guard = shared.read(); // refused: R3
      return guard.get().size();
    };
  }

  static Runnable clearing(RwLock<Database> shared) {
    return new Runnable() {
      @Override
      public void run() {
        var guard = shared.writeUninterruptibly(); // refused: R3
        guard.get().clear();
      }
    };
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.RwLock;
import java.time.Duration;

final class AcquiredBySwitchAndTernary {
  enum Access {
    READ,
    WRITE
  }

  static int size(RwLock<Database> shared, Access access) throws InterruptedException {
    try (Guard<Database> guard =
        switch (access) {
          case READ -> shared.read();
          case WRITE -> {
            System.out.println("about to write");
            yield shared.write();
          }
        }) {
      return guard.get().size();
    }
  }

  static boolean isFree(Mutex<Database> shared, Duration wait) throws InterruptedException {
    try (Guard<Database> guard = wait.isZero() ? shared.tryLock() : shared.tryLock(wait)) {
      return guard != null;
    }
  }
}

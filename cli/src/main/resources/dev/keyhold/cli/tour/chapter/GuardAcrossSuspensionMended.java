import dev.keyhold.Database;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.testkit.EventLoop;
import java.time.Duration;

/** Is suspended for a second, and then takes the guard; or has one that may be kept. */
class GuardAcrossSuspensionMended {
  static final Duration SECOND = Duration.ofSeconds(1);

  static void onOneThread(EventLoop loop, BlockingMutex<Database> shared) {
    loop.schedule(SECOND, () -> read(shared));
  }

  static void onAThreadOfItsOwn(Mutex<Database> shared) throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      Thread.sleep(SECOND); // a Mutex, not a BlockingMutex: this is allowed
      IO.println(guard.get().size() + " entries");
    }
  }

  static void read(BlockingMutex<Database> shared) {
    try (Guard<Database> guard = shared.lockUninterruptibly()) {
      IO.println(guard.get().size() + " entries");
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.testkit.EventLoop;
import java.time.Duration;

/** Takes the guard, is suspended for a second, and reads. */
class GuardAcrossSuspension {
  static final Duration SECOND = Duration.ofSeconds(1);

  static void onOneThread(EventLoop loop, BlockingMutex<Database> shared) {
    Guard<Database> guard = shared.lockUninterruptibly();
    loop.schedule(SECOND, () -> readAndClose(guard)); // others get the thread
  }

  static void onAThreadOfItsOwn(BlockingMutex<Database> shared) throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      Thread.sleep(SECOND);
      IO.println(guard.get().size() + " entries");
    }
  }

  static void readAndClose(Guard<Database> guard) {
    try (guard) {
      IO.println(guard.get().size() + " entries");
    }
  }
}

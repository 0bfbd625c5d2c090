import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class SuppressedWithReason {
  @SuppressWarnings("keyhold:R2: only this thread ever takes it, to keep the interface")
  static void method(BlockingMutex<Database> shared) throws InterruptedException {
    try (BlockingGuard<Database> guard = shared.lock()) {
      Thread.sleep(10);
      guard.get().clear();
    }
  }

  static void declaration(Mutex<Database> shared) throws InterruptedException {
    @SuppressWarnings("keyhold:R3: held until the process ends")
    Guard<Database> guard = shared.lock();
    guard.get().clear();
  }

  // the caller is told to call it with the data in nobody else's hands
  @SuppressWarnings("keyhold:R4")
  static Database commentBefore(Mutex<Database> shared) throws InterruptedException {
    try (Guard<Database> guard = shared.lock()) {
      return guard.get();
    }
  }

  @SuppressWarnings({"unchecked", "keyhold:R5"}) // the process ends here
  static void commentBeside(Mutex<Database> shared) throws InterruptedException {
    shared.lock().get().clear();
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;

/** Waits until whoever has the mutex is done. */
final class ClosedAtOnce {
  static void quiesce(Mutex<Database> shared) throws InterruptedException {
    shared.lock().close();
  }
}

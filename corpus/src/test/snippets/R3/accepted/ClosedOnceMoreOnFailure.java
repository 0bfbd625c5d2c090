import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

/** On success the guard goes to the caller; on any failure it is closed here. */
final class ClosedOnceMoreOnFailure {
  static Guard<Database> prepared(Mutex<Database> shared) throws InterruptedException {
    Guard<Database> guard = shared.lock();
    try {
      guard.get().insert("prepared", true);
      return guard;
    } catch (Throwable failure) {
      guard.close();
      throw failure;
    }
  }
}

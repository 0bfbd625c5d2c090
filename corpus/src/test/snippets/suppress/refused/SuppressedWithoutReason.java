import dev.keyhold.Database;
import dev.keyhold.sync.Mutex;

final class SuppressedWithoutReason {
  static int size(Mutex<Database> shared) {
    return shared.with(Database::size);
  }

  @SuppressWarnings("keyhold:R5") /* warned: R5 */
  static void clear(Mutex<Database> shared) throws InterruptedException {
    shared.lock().get().clear();
  }
}

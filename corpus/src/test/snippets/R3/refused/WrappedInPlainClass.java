import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

/** A holder that cannot be closed is only lent the guard. */
final class WrappedInPlainClass {
  static final class Holder {
    private final int size;

    Holder(Guard<Database> guard) {
      this.size = guard.get().size();
    }
  }

  static int size(Mutex<Database> shared) throws InterruptedException {
    Guard<Database> guard = shared.lock(); // refused: R3
    Holder holder = new Holder(guard);
    return holder.size;
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

/** Nothing in the class ever closes the field. */
final class FieldOfPlainClass {
  private final Guard<Database> guard;

  FieldOfPlainClass(Mutex<Database> shared) {
    this.guard = shared.lockUninterruptibly(); // refused: R3
  }

  int size() {
    return guard.get().size();
  }
}

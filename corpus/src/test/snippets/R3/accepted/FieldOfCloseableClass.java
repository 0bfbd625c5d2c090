import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class FieldOfCloseableClass implements AutoCloseable {
  private final Guard<Database> guard;

  FieldOfCloseableClass(Mutex<Database> shared) {
    this.guard = shared.lockUninterruptibly();
  }

  int size() {
    return guard.get().size();
  }

  @Override
  public void close() {
    guard.close();
  }
}

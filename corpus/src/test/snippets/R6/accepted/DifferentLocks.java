import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.List;

final class DifferentLocks {
  private final Mutex<Database> lock = Mutex.of(Database::new);

  void moveTo(DifferentLocks other) throws InterruptedException {
    try (Guard<Database> source = this.lock.lock();
        Guard<Database> target = other.lock.lock()) {
      target.get().insert("moved", source.get().size());
    }
  }

  static void move(List<Mutex<Database>> mutexes, Mutex<Database>[] array, int from, int to)
      throws InterruptedException {
    try (Guard<Database> source = mutexes.get(from).lock();
        Guard<Database> target = mutexes.get(to).lock()) {
      target.get().insert("moved", source.get().size());
    }
    try (Guard<Database> source = array[from].lock();
        Guard<Database> target = array[to].lock()) {
      target.get().insert("moved", source.get().size());
    }
  }
}

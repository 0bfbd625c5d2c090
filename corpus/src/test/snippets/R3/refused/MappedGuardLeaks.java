import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.TreeMap;

final class MappedGuardLeaks {
  record Shelf(TreeMap<String, String> books, Database index) {}

  static int size(Mutex<Shelf> shelf) throws InterruptedException {
    Guard<Database> index = shelf.lock().map(Shelf::index); // refused: R3
    return index.get().size();
  }
}

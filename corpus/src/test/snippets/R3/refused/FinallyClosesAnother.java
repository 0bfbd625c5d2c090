import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class FinallyClosesAnother {
  static void move(Mutex<Database> from, Mutex<Database> to) throws InterruptedException {
    Guard<Database> source = from.lock();
    try {
      Guard<Database> target = to.lock(); // refused: R3
      try {
        target.get().insert("size", source.get().size());
      } finally {
        source.close();
      }
    } finally {
      source.close();
    }
  }
}

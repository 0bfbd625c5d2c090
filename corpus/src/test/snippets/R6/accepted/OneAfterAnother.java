import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.ReadGuard;
import dev.keyhold.sync.RwLock;
import dev.keyhold.sync.WriteGuard;

final class OneAfterAnother {
  static void run(Mutex<Database> shared, RwLock<Database> other) throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      try (Guard<Database> guard = shared.lock()) {
        guard.get().insert("round", i);
      }
    }
    Guard<Database> guard = shared.lock();
    try {
      guard.get().clear();
    } finally {
      guard.close();
    }
    shared.with(Database::size);
    boolean empty;
    try (ReadGuard<Database> reading = other.read()) {
      empty = reading.get().isEmpty();
    }
    if (empty) {
      try (WriteGuard<Database> writing = other.write()) {
        writing.get().insert("key", 1);
      }
    }
  }
}

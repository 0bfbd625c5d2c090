import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;

final class RecordOfGuard {
  record Session(String user, Guard<Database> guard) implements AutoCloseable {
    Session {
      user = user.strip();
    }

    void write(Object value) {
      guard.get().insert(user, value);
    }

    @Override
    public void close() {
      guard.close();
    }
  }

  static Session open(Mutex<Database> shared, String user) throws InterruptedException {
    return new Session(user, shared.lock());
  }

  static void run(Mutex<Database> shared) throws InterruptedException {
    try (Session session = new Session("ada", shared.lock())) {
      session.write(1);
    }
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.ReadGuard;
import dev.keyhold.sync.RwLock;
import dev.keyhold.sync.WriteGuard;

final class ReadThenWrite {
  static void insertOnce(RwLock<Database> shared) throws InterruptedException {
    try (ReadGuard<Database> reading = shared.read()) {
      if (!reading.get().contains("key")) {
        try (WriteGuard<Database> writing = shared.write()) { // refused: R6
          writing.get().insert("key", 1);
        }
      }
    }
  }

  static int writeThenRead(RwLock<Database> shared) throws InterruptedException {
    WriteGuard<Database> writing = shared.write();
    try {
      writing.get().clear();
      try (ReadGuard<Database> reading = shared.read()) { // refused: R6
        return reading.get().size();
      }
    } finally {
      writing.close();
    }
  }
}

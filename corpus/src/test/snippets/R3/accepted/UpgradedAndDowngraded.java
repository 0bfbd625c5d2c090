import dev.keyhold.Database;
import dev.keyhold.sync.ReadGuard;
import dev.keyhold.sync.RwLock;
import dev.keyhold.sync.UpgradableGuard;
import dev.keyhold.sync.WriteGuard;

/** The guard that comes closes the one that was; closing that again does nothing. */
final class UpgradedAndDowngraded {
  static void insertOnce(RwLock<Database> shared) throws InterruptedException {
    try (UpgradableGuard<Database> looking = shared.upgradableRead()) {
      if (!looking.get().contains("key")) {
        try (WriteGuard<Database> writing = looking.upgrade()) {
          writing.get().insert("key", 1);
        }
      }
    }
  }

  static int writeThenRead(RwLock<Database> shared) throws InterruptedException {
    try (WriteGuard<Database> writing = shared.write()) {
      writing.get().insert("key", 1);
      try (ReadGuard<Database> reading = writing.downgrade()) {
        return reading.get().size();
      }
    }
  }
}

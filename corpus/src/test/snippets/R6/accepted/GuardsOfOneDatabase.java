import dev.keyhold.KeyGuard;
import dev.keyhold.KeyRange;
import dev.keyhold.Keyhold;
import dev.keyhold.Snapshot;

class GuardsOfOneDatabase {
  /** Which keys exclude each other is known when it runs. */
  long move(Keyhold db, String from, String to) throws InterruptedException {
    try (Snapshot before = db.snapshot();
        Snapshot same = db.snapshot();
        KeyGuard taken = db.lock(from);
        KeyGuard given = db.lock(to);
        KeyGuard prices = db.lockShared(KeyRange.prefix("price:"))) {
      taken.remove(from);
      given.insert(to, prices.get("price:1").orElseThrow());
      taken.commit();
      given.commit();
      return before.revision() + same.revision();
    }
  }
}

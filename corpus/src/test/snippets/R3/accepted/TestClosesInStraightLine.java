import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import org.junit.jupiter.api.Test;

/** A test that throws has failed anyway. */
final class TestClosesInStraightLine {
  private final Mutex<Database> mutex = Mutex.of(Database::new);

  @Test
  void guard_closed_isClosed() throws InterruptedException {
    Guard<Database> guard = mutex.lock();
    assertEquals(0, guard.get().size());
    guard.close();
    assertTrue(guard.isClosed());
  }
}

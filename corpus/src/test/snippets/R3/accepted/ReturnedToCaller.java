import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Whoever asked has the guard, and closes it. */
final class ReturnedToCaller {
  private final Mutex<Database> shared = Mutex.of(Database::new);

  Guard<Database> open() throws InterruptedException {
    return shared.lock();
  }

  Guard<Database> openNamed() throws InterruptedException {
    Guard<Database> guard = shared.lock();
    return guard;
  }

  CompletableFuture<Guard<Database>> openLater() {
    CompletableFuture<Guard<Database>> asked = shared.lockAsync();
    return asked;
  }

  Supplier<Guard<Database>> opener() {
    return () -> shared.lockUninterruptibly();
  }

  Supplier<Guard<Database>> openerByReference() {
    return shared::lockUninterruptibly;
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

final class KeptInCollection {
  static void all(List<Mutex<Database>> mutexes) throws InterruptedException {
    Deque<Guard<Database>> guards = new ArrayDeque<>();
    try {
      for (Mutex<Database> mutex : mutexes) {
        guards.push(mutex.lock());
      }
      for (Guard<Database> guard : guards) {
        guard.get().clear();
      }
    } finally {
      while (!guards.isEmpty()) {
        guards.pop().close();
      }
    }
  }

  static Optional<Guard<Database>> maybe(Mutex<Database> shared) {
    return Optional.ofNullable(shared.tryLock());
  }

  static CompletableFuture<Guard<Database>> now(Mutex<Database> shared) {
    return CompletableFuture.completedFuture(shared.lockUninterruptibly());
  }

  static void session(Mutex<Database> shared, Map<String, Guard<Database>> open, String name) {
    Guard<Database> guard = shared.lockUninterruptibly();
    open.put(name, guard);
  }
}

import dev.keyhold.Database;
import dev.keyhold.sync.BlockingGuard;
import dev.keyhold.sync.BlockingMutex;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;

final class AwaitsWithGuard {
  static void run(
      BlockingMutex<Database> shared,
      CountDownLatch latch,
      CyclicBarrier barrier,
      Semaphore permits)
      throws Exception {
    try (BlockingGuard<Database> guard = shared.lock()) {
      latch.await(); // warned: R2
      guard.get().clear();
      barrier.await(); // warned: R2
      guard.get().clear();
      permits.acquire(); // warned: R2
    }
  }
}

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

final class ReentrantLockHeld {
  private final ReentrantLock lock = new ReentrantLock();
  private final Lock declaredAsLock = new ReentrantLock();

  String ask(CompletableFuture<String> answer) throws InterruptedException {
    lock.lock();
    try {
      Thread.sleep(10); // warned: R2
      return answer.join(); // warned: R2
    } finally {
      lock.unlock();
    }
  }
}

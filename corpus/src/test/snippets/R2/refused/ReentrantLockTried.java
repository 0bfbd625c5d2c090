import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

final class ReentrantLockTried {
  private final ReentrantLock lock = new ReentrantLock();

  String next(BlockingQueue<String> queue) throws InterruptedException {
    if (lock.tryLock()) {
      try {
        return queue.take(); // warned: R2
      } finally {
        lock.unlock();
      }
    }
    return "busy";
  }

  void put(BlockingQueue<String> queue, String line) throws InterruptedException {
    if (!lock.tryLock()) {
      return;
    }
    try {
      queue.put(line); // warned: R2
    } finally {
      lock.unlock();
    }
  }
}

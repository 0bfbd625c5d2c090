import java.util.concurrent.locks.ReentrantLock;

final class ReentrantIsReentrant {
  private final ReentrantLock lock = new ReentrantLock();
  private int depth;

  int enter() {
    lock.lock();
    try {
      lock.lock();
      try {
        synchronized (this) {
          synchronized (this) {
            return ++depth;
          }
        }
      } finally {
        lock.unlock();
      }
    } finally {
      lock.unlock();
    }
  }
}

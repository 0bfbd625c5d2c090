import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

final class UnlockedBeforeSleep {
  private final ReentrantLock lock = new ReentrantLock();
  private final Object monitor = new Object();
  private int round;

  String next(Future<String> answer) throws Exception {
    lock.lock();
    try {
      round++;
    } finally {
      lock.unlock();
    }
    Thread.sleep(10);
    synchronized (monitor) {
      round--;
    }
    if (lock.tryLock()) {
      try {
        round = 0;
      } finally {
        lock.unlock();
      }
    } else {
      Thread.sleep(20);
    }
    return answer.get();
  }
}

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Waiting for a condition gives its own lock away. */
final class ConditionOfOwnLock<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Queue<T> queue = new ArrayDeque<>();

  T take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.isEmpty()) {
        notEmpty.await();
      }
      return queue.remove();
    } finally {
      lock.unlock();
    }
  }

  void put(T element) {
    lock.lock();
    try {
      queue.add(element);
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }
}

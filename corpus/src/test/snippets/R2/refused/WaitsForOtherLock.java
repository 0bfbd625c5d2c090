import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The outer lock stays held while the inner one is given away. */
final class WaitsForOtherLock {
  private final ReentrantLock outer = new ReentrantLock();
  private final ReentrantLock inner = new ReentrantLock();
  private final Condition changed = inner.newCondition();
  private final Object monitor = new Object();
  private boolean done;

  void awaitChange() throws InterruptedException {
    outer.lock();
    try {
      inner.lock();
      try {
        while (!done) {
          changed.await(); // warned: R2
        }
      } finally {
        inner.unlock();
      }
    } finally {
      outer.unlock();
    }
  }

  synchronized void awaitMonitor() throws InterruptedException {
    synchronized (monitor) {
      while (!done) {
        monitor.wait(); // warned: R2
      }
    }
  }
}

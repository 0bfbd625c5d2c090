package dev.keyhold.bench.locks.contender;

import java.util.concurrent.locks.ReentrantLock;

/** The JDK's lock. */
final class ReentrantLockContender extends ThreadContender {
  private final ReentrantLock lock;
  private final Cell cell = new Cell();

  ReentrantLockContender(boolean fair) {
    lock = new ReentrantLock(fair);
  }

  @Override
  void loop(int operations) {
    for (int i = 0; i < operations; i++) {
      lock.lock();
      try {
        cell.value++;
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public void hold() {
    lock.lock();
  }

  @Override
  public void release() {
    lock.unlock();
  }

  @Override
  public long count() {
    return cell.value;
  }
}

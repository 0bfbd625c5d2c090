package dev.keyhold.bench.locks.contender;

import java.util.concurrent.locks.ReentrantLock;

/** The JDK's fair lock, then some work of the task's own. */
final class FairLockWorkingContender extends ThreadContender {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Cell cell = new Cell();

  @Override
  void loop(int operations) {
    long work = operations;
    for (int i = 0; i < operations; i++) {
      lock.lock();
      try {
        cell.value++;
      } finally {
        lock.unlock();
      }
      work = Work.turn(work);
    }
    Work.use(work);
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

package dev.keyhold.bench.locks.contender;

import java.util.concurrent.locks.ReentrantLock;

/** The waits of the JDK's unfair lock. */
final class UnfairLockTimedContender extends TimedContender {
  private final ReentrantLock lock = new ReentrantLock(false);
  private final Cell cell = new Cell();

  @Override
  long waitNanos(Round round) {
    long sinceNanos = System.nanoTime();
    lock.lock();
    try {
      cell.value++;
      return round.waitedNanos(sinceNanos);
    } finally {
      lock.unlock();
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

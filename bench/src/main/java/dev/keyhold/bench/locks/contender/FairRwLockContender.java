package dev.keyhold.bench.locks.contender;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The JDK's lock for readers and writers, fair. */
final class FairRwLockContender extends SharedContender {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private final Pair pair = new Pair();

  FairRwLockContender(Use use) {
    super(use);
  }

  @Override
  long reads(int operations) {
    long sum = 0;
    for (int i = 0; i < operations; i++) {
      lock.readLock().lock();
      try {
        sum += pair.read();
      } finally {
        lock.readLock().unlock();
      }
    }
    return sum;
  }

  @Override
  void loop(int operations) {
    for (int i = 0; i < operations; i++) {
      lock.writeLock().lock();
      try {
        pair.increment();
      } finally {
        lock.writeLock().unlock();
      }
    }
  }

  @Override
  long mixed(int operations, Mix mix) {
    long sum = 0;
    for (int i = 0; i < operations; i++) {
      if (mix.reads()) {
        lock.readLock().lock();
        try {
          sum += pair.read();
        } finally {
          lock.readLock().unlock();
        }
      } else {
        lock.writeLock().lock();
        try {
          pair.increment();
        } finally {
          lock.writeLock().unlock();
        }
      }
    }
    return sum;
  }

  @Override
  public void hold() {
    lock.writeLock().lock();
  }

  @Override
  public void release() {
    lock.writeLock().unlock();
  }

  @Override
  public long count() {
    return pair.read();
  }
}

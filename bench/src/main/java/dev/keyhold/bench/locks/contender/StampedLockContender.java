package dev.keyhold.bench.locks.contender;

import java.util.concurrent.locks.StampedLock;

/** The JDK's stamped lock, without its optimistic reads: those give no hold. */
final class StampedLockContender extends SharedContender {
  private final StampedLock lock = new StampedLock();
  private final Pair pair = new Pair();
  private long held;

  StampedLockContender(Use use) {
    super(use);
  }

  @Override
  long reads(int operations) {
    long sum = 0;
    for (int i = 0; i < operations; i++) {
      long stamp = lock.readLock();
      try {
        sum += pair.read();
      } finally {
        lock.unlockRead(stamp);
      }
    }
    return sum;
  }

  @Override
  void loop(int operations) {
    for (int i = 0; i < operations; i++) {
      long stamp = lock.writeLock();
      try {
        pair.increment();
      } finally {
        lock.unlockWrite(stamp);
      }
    }
  }

  @Override
  long mixed(int operations, Mix mix) {
    long sum = 0;
    for (int i = 0; i < operations; i++) {
      if (mix.reads()) {
        long stamp = lock.readLock();
        try {
          sum += pair.read();
        } finally {
          lock.unlockRead(stamp);
        }
      } else {
        long stamp = lock.writeLock();
        try {
          pair.increment();
        } finally {
          lock.unlockWrite(stamp);
        }
      }
    }
    return sum;
  }

  @Override
  public void hold() {
    held = lock.writeLock();
  }

  @Override
  public void release() {
    lock.unlockWrite(held);
  }

  @Override
  public long count() {
    return pair.read();
  }
}

package dev.keyhold.bench.locks.contender;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** No lock: threads parked on nothing, for what a waiting thread takes without one. */
final class ParkedContender extends ThreadContender {
  private final AtomicLong count = new AtomicLong();
  private volatile boolean open;

  @Override
  void loop(int operations) {
    while (!open) {
      LockSupport.park(this);
    }
    count.addAndGet(operations);
  }

  @Override
  public void hold() {
    open = false;
  }

  @Override
  public void release() {
    open = true;
    unparkAll();
  }

  @Override
  public long count() {
    return count.get();
  }
}

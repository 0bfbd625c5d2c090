package dev.keyhold.testkit;

import dev.keyhold.internal.wait.Host;
import java.util.ArrayDeque;

/** A first-in-first-out lock on nothing but the host, for tests of the host. */
final class ToyLock {
  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
  private boolean held;

  private static final class Waiter {
    private final Thread thread = Thread.currentThread();
    private boolean granted;
  }

  void lock() throws InterruptedException {
    Host host = Host.current();
    host.point();
    if (!held) {
      held = true;
      return;
    }
    Waiter waiter = new Waiter();
    waiters.add(waiter);
    while (!waiter.granted) {
      if (Thread.interrupted()) {
        waiters.remove(waiter);
        throw new InterruptedException();
      }
      host.park(this);
    }
  }

  /** Whether the lock was had within {@code nanos}. */
  boolean tryLock(long nanos) {
    Host host = Host.current();
    host.point();
    if (!held) {
      held = true;
      return true;
    }
    Waiter waiter = new Waiter();
    waiters.add(waiter);
    long deadlineNanos = host.nanoTime() + nanos;
    while (!waiter.granted) {
      long leftNanos = deadlineNanos - host.nanoTime();
      if (leftNanos <= 0) {
        waiters.remove(waiter);
        return false;
      }
      host.parkNanos(this, leftNanos);
    }
    return true;
  }

  void unlock() {
    Host host = Host.current();
    Waiter next = waiters.poll();
    if (next == null) {
      held = false;
    } else {
      next.granted = true;
      host.unpark(next.thread);
    }
    host.point();
  }

  @Override
  public String toString() {
    return "toy lock";
  }
}

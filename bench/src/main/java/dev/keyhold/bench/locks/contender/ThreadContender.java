package dev.keyhold.bench.locks.contender;

import java.util.concurrent.locks.LockSupport;

/** A lock whose tasks are virtual threads. */
abstract class ThreadContender implements Contender {
  private static final Thread[] NONE = {};

  private Thread[] threads = NONE;
  private int queued;

  @Override
  public final void start(Round round) {
    threads = new Thread[round.tasks()];
    queued = 0;
    for (int i = 0; i < threads.length; i++) {
      threads[i] = Thread.ofVirtual().start(() -> run(round));
    }
  }

  private void run(Round round) {
    try {
      runTask(round);
    } catch (Throwable e) {
      round.failed(e);
    }
  }

  void runTask(Round round) throws Exception {
    loop(round.operationsPerTask());
    round.ended(round.operationsPerTask());
  }

  /** What is measured. */
  abstract void loop(int operations) throws Exception;

  /** Who waits for a lock that is not released stays where it is, so each is looked at once. */
  @Override
  public final boolean allQueued(Round round) {
    while (queued < threads.length && isWaiting(threads[queued])) {
      queued++;
    }
    return queued == threads.length;
  }

  /** A task says that it has ended a little before its thread does. */
  @Override
  public final void clear() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    threads = NONE;
  }

  final void unparkAll() {
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
  }

  private boolean isWaiting(Thread thread) {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING || (state == Thread.State.TIMED_WAITING && waitsTimed());
  }

  /**
   * Whether who waits for the lock may be parked with a limit. If not, such a thread waits for a
   * moment for something else, and is not in line yet.
   */
  boolean waitsTimed() {
    return true;
  }
}

package dev.keyhold.bench.locks.contender;

/** A lock whose tasks are virtual threads. */
abstract class ThreadContender implements Contender {
  private Thread[] threads = {};
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

  private static boolean isWaiting(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      default -> false;
    };
  }
}

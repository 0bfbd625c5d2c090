package dev.keyhold.bench.locks.contender;

import java.util.concurrent.Semaphore;

/** The JDK's fair semaphore with one permit: a lock that any task may release. */
final class SemaphoreContender extends ThreadContender {
  private final Semaphore semaphore = new Semaphore(1, true);
  private final Cell cell = new Cell();

  @Override
  void loop(int operations) throws InterruptedException {
    for (int i = 0; i < operations; i++) {
      semaphore.acquire();
      try {
        cell.value++;
      } finally {
        semaphore.release();
      }
    }
  }

  @Override
  public void hold() throws InterruptedException {
    semaphore.acquire();
  }

  @Override
  public void release() {
    semaphore.release();
  }

  @Override
  public long count() {
    return cell.value;
  }
}

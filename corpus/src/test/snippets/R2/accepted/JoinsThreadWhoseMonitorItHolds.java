/** Thread.join waits with the thread's own monitor, and lets it go. */
final class JoinsThreadWhoseMonitorItHolds extends Thread {
  synchronized void end() throws InterruptedException {
    join();
  }

  static void end(Thread thread) throws InterruptedException {
    synchronized (thread) {
      thread.join(1000);
    }
  }
}

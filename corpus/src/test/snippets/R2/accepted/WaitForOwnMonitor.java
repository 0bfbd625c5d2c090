import java.util.ArrayDeque;
import java.util.Deque;

final class WaitForOwnMonitor {
  private final Deque<String> lines = new ArrayDeque<>();
  private boolean closed;

  String take() throws InterruptedException {
    synchronized (lines) {
      while (lines.isEmpty()) {
        lines.wait();
      }
      return lines.pop();
    }
  }

  synchronized void awaitClosed() throws InterruptedException {
    while (!closed) {
      wait(1000);
    }
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}

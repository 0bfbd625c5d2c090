import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;

/** There is always room. */
final class PutIntoUnboundedQueue {
  private final PriorityBlockingQueue<Long> byPriority = new PriorityBlockingQueue<>();
  private final BlockingQueue<Long> inOrder = new LinkedBlockingQueue<>();

  synchronized void put(long number) throws InterruptedException {
    byPriority.put(number);
    inOrder.put(number);
  }
}

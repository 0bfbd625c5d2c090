import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

final class PutIntoBoundedQueue {
  private final BlockingQueue<Long> few = new ArrayBlockingQueue<>(3);
  private final BlockingQueue<Long> more = new LinkedBlockingQueue<>(100);

  synchronized void put(long number) throws InterruptedException {
    few.put(number); // warned: R2
    more.put(number); // warned: R2
  }
}

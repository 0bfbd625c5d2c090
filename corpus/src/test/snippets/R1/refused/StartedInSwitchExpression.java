import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

final class StartedInSwitchExpression {
  static Future<?> insert(ExecutorService pool, int urgency) {
    PriorityQueue<Integer> queue = new PriorityQueue<>();
    Future<?> inserted =
        switch (urgency) {
          case 0 -> pool.submit(() -> queue.add(0));
          default -> {
            System.out.println("urgent");
            yield pool.submit(() -> queue.add(urgency));
          }
        };
    queue.poll(); // refused: R1
    return inserted;
  }
}

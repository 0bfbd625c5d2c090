import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;

final class PassedThroughQueue {
  static void pump(BlockingQueue<List<String>> queue, Iterable<String> source) {
    Thread.startVirtualThread(
        () -> {
          try {
            while (true) {
              List<String> batch = queue.take();
              batch.removeIf(String::isEmpty);
              System.out.println(batch);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    for (String line : source) {
      List<String> batch = new ArrayList<>();
      batch.add(line);
      queue.add(batch);
    }
  }
}

import java.util.ArrayList;
import java.util.List;

/** Every worker has a list of its own; they are put together when all workers are done. */
final class JoinedInLoopAfterStartInLoop {
  static List<Integer> squares(int workers) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<List<Integer>> parts = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      int number = i;
      List<Integer> part = new ArrayList<>();
      parts.add(part);
      Thread thread = new Thread(() -> part.add(number * number));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<Integer> all = new ArrayList<>();
    for (List<Integer> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}

import java.util.ArrayDeque;
import java.util.Deque;

final class JoinedInFinally {
  static String lastOf(Iterable<String> source, Runnable meanwhile) throws InterruptedException {
    Deque<String> deque = new ArrayDeque<>();
    Thread filler = Thread.startVirtualThread(() -> source.forEach(deque::push));
    try {
      meanwhile.run();
    } finally {
      filler.join();
    }
    return deque.pop();
  }
}

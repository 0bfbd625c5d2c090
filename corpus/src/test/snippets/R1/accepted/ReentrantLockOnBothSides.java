import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

final class ReentrantLockOnBothSides {
  static Map<String, Integer> lengths(List<String> words, Executor pool) {
    ReentrantLock lock = new ReentrantLock();
    Map<String, Integer> lengths = new HashMap<>();
    for (String word : words) {
      pool.execute(
          () -> {
            lock.lock();
            try {
              lengths.put(word, word.length());
            } finally {
              lock.unlock();
            }
          });
    }
    lock.lock();
    try {
      return Map.copyOf(lengths);
    } finally {
      lock.unlock();
    }
  }
}

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

final class ParallelStreamMemo {
  static long total(Collection<String> keys) {
    Map<String, Long> memo = new HashMap<>();
    return keys.parallelStream()
        .mapToLong(
            key -> memo.computeIfAbsent(key, k -> (long) k.length())) // refused: R1
        .sum();
  }
}

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** What synchronizes itself may be shared. */
final class ConcurrentCollections {
  static void run(List<String> names) {
    Map<String, Integer> counts = new ConcurrentHashMap<>();
    Map<String, String> wrapped = Collections.synchronizedMap(new HashMap<>());
    List<String> seen = new CopyOnWriteArrayList<>();
    Queue<String> queue = new ConcurrentLinkedQueue<>();
    StringBuffer text = new StringBuffer();
    for (String name : names) {
      Thread.startVirtualThread(
          () -> {
            counts.merge(name, 1, Integer::sum);
            wrapped.put(name, name);
            seen.add(name);
            queue.add(name);
            text.append(name);
          });
    }
    counts.clear();
    wrapped.clear();
    seen.clear();
    queue.clear();
    text.setLength(0);
  }
}

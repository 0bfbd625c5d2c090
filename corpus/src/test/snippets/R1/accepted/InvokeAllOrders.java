import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

final class InvokeAllOrders {
  static String gather(ExecutorService pool, List<String> urls) throws Exception {
    StringJoiner joiner = new StringJoiner(", ");
    List<Callable<String>> calls = new ArrayList<>();
    for (String url : urls) {
      calls.add(() -> "GET " + url);
    }
    for (Future<String> future : pool.invokeAll(calls)) {
      joiner.add(future.get());
    }
    return joiner.toString();
  }
}

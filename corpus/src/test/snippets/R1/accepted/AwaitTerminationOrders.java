import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

final class AwaitTerminationOrders {
  static List<String> collect() throws InterruptedException {
    List<String> found = new ArrayList<>();
    ExecutorService single = Executors.newSingleThreadExecutor();
    single.execute(() -> found.add("first"));
    single.shutdown();
    if (!single.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("still searching");
    }
    found.add("last");
    return found;
  }
}

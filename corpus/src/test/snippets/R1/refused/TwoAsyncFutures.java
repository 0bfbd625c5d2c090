import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Joining both orders the return, not the two. */
final class TwoAsyncFutures {
  static List<String> both() {
    List<String> results = new ArrayList<>();
    CompletableFuture<Void> one = CompletableFuture.runAsync(() -> results.add("one"));
    CompletableFuture<Void> two = CompletableFuture.runAsync(() -> results.add("two")); // refused: R1
    CompletableFuture.allOf(one, two).join();
    return results;
  }
}

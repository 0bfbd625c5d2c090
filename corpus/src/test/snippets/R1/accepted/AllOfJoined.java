import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

final class AllOfJoined {
  static List<String> both() {
    List<String> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    CompletableFuture<Void> one = CompletableFuture.runAsync(() -> left.add("l"));
    CompletableFuture<Void> two = CompletableFuture.runAsync(() -> right.add("r"));
    CompletableFuture.allOf(one, two).join();
    left.addAll(right);
    return left;
  }
}

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The list is born in the first task and travels down the chain. */
final class CreatedInsideTask {
  static CompletableFuture<Integer> chain(List<String> names) {
    return CompletableFuture.supplyAsync(
            () -> {
              List<String> upper = new ArrayList<>();
              for (String name : names) {
                upper.add(name.toUpperCase());
              }
              return upper;
            })
        .thenApplyAsync(
            upper -> {
              upper.sort(null);
              return upper;
            })
        .thenApply(List::size);
  }
}

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

final class GenericAndWildcard<T extends Comparable<? super T>> {
  void collect(HashMap<? super String, List<? extends T>> target, Executor pool) {
    pool.execute(() -> target.put("empty", new ArrayList<>()));
    pool.execute(() -> target.clear()); // refused: R1
  }

  <E> void fill(ArrayList<E> list, Supplier<? extends E> source, Executor pool) {
    for (int _ : new int[4]) {
      pool.execute(() -> list.add(source.get())); // refused: R1
    }
  }
}

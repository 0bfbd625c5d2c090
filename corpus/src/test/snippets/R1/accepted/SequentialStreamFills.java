import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

final class SequentialStreamFills {
  static List<Integer> evens(int max) {
    List<Integer> evens = new ArrayList<>();
    IntStream.range(0, max).filter(i -> i % 2 == 0).forEach(evens::add);
    evens.add(max);
    return evens;
  }
}

import java.util.ArrayList;
import java.util.List;

final class ParallelStreamAdds {
  static List<Integer> lengths(List<String> words) {
    List<Integer> lengths = new ArrayList<>();
    words.parallelStream().map(String::length).forEach(length -> lengths.add(length)); // refused: R1
    return lengths;
  }
}

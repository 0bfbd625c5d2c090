import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lambdas that have run before the method returns are no tasks. */
final class InlineLambdas {
  static Map<Integer, List<String>> index(List<String> words, Optional<String> extra) {
    Map<Integer, List<String>> index = new HashMap<>();
    List<String> rejected = new ArrayList<>();
    words.forEach(word -> index.computeIfAbsent(word.length(), _ -> new ArrayList<>()).add(word));
    words.stream().filter(String::isBlank).forEach(rejected::add);
    extra.ifPresent(rejected::add);
    words.removeIf(word -> rejected.contains(word) || !index.containsKey(word.length()));
    index.put(-1, rejected);
    return index;
  }
}

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The collectors keep the threads apart; the map is only read. */
final class ParallelStreamCollects {
  static Map<Integer, List<String>> byPrice(List<String> items) {
    Map<String, Integer> prices = new HashMap<>();
    prices.put("tea", 3);
    prices.put("coffee", 4);
    return items.parallelStream()
        .filter(prices::containsKey)
        .collect(Collectors.groupingBy(item -> prices.get(item)));
  }
}

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

final class ParallelStreamMethodReference {
  static List<Integer> primes(int max) {
    List<Integer> primes = new ArrayList<>();
    IntStream.range(2, max)
        .parallel()
        .filter(n -> IntStream.range(2, n).noneMatch(d -> n % d == 0))
        .boxed()
        .forEach(primes::add); // refused: R1
    return primes;
  }
}

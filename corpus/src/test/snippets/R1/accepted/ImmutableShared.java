import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

final class ImmutableShared {
  record Point(int x, int y) {}

  static void run(List<Point> points) {
    Map<String, Integer> weights = Map.of("x", 1, "y", 2);
    DateTimeFormatter format = DateTimeFormatter.ISO_DATE;
    AtomicInteger count = new AtomicInteger();
    LongAdder sum = new LongAdder();
    for (Point point : points) {
      Thread.ofVirtual()
          .name("adder")
          .start(
              () -> {
                count.incrementAndGet();
                sum.add(point.x() * weights.get("x") + point.y() * weights.get("y"));
                System.out.println(format);
              });
    }
    System.out.println(sum.sum() + " " + count.get() + " " + weights + format);
  }
}

import dev.keyhold.testkit.EventLoop;
import java.time.Duration;
import java.util.LinkedList;

final class TwoEventLoopsOneList {
  static void run(EventLoop first, EventLoop second) {
    LinkedList<String> log = new LinkedList<>();
    first.execute(() -> log.addFirst("first"));
    second.schedule(Duration.ofSeconds(1), () -> log.addLast("second")); // refused: R1
  }
}

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestJoinsItsThread {
  private final List<String> log = new ArrayList<>();

  @Test
  void worker_oneLine_isLogged() throws InterruptedException {
    Thread worker = new Thread(() -> log.add("line"));
    worker.start();
    worker.join();
    log.add("end");
    assertEquals(2, log.size());
  }
}

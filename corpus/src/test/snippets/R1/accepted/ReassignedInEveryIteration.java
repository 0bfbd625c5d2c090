import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Pages of ten, each handed over whole; what is captured is a new variable every time. */
final class ReassignedInEveryIteration {
  static void pages(List<String> lines, ExecutorService pool) {
    List<String> page = new ArrayList<>();
    for (String line : lines) {
      page.add(line);
      if (page.size() == 10) {
        List<String> full = page;
        pool.submit(() -> System.out.println(full));
        page = new ArrayList<>();
      }
    }
    System.out.println(page);
  }
}

import java.util.ArrayList;
import java.util.List;

/** A thread that has been made runs nothing until it is started. */
final class UsedBeforeStart {
  static Thread prepare(Iterable<String> names) {
    List<String> work = new ArrayList<>();
    Thread worker = new Thread(work::clear, "worker");
    worker.setDaemon(true);
    for (String name : names) {
      work.add(name);
    }
    worker.start();
    return worker;
  }
}

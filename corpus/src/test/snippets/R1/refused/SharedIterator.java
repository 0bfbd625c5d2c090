import java.util.Iterator;
import java.util.List;

final class SharedIterator {
  static void drain(List<String> work) {
    Iterator<String> rest = work.iterator();
    for (int i = 0; i < 4; i++) {
      Thread.startVirtualThread(() -> System.out.println(rest.next())); // refused: R1
    }
  }
}

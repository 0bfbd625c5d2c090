import java.util.ArrayList;
import java.util.List;

@SuppressWarnings("keyhold:R1: shows what goes wrong without a lock")
final class SuppressedClass {
  static void run() {
    List<String> lines = new ArrayList<>();
    Thread.startVirtualThread(() -> lines.add("one"));
    Thread.startVirtualThread(() -> lines.add("two"));
  }
}

import dev.keyhold.sync.AllGuard;
import dev.keyhold.sync.Locks;
import dev.keyhold.sync.Mutex;
import java.util.List;

final class SwitchYieldsData {
  static List<String> part(Mutex<List<String>> left, Mutex<List<String>> right, int side)
      throws InterruptedException {
    try (AllGuard both = Locks.all(left, right)) {
      List<String> chosen =
          switch (side) {
            case 0 -> both.get(left);
            default -> {
              System.out.println("right");
              yield both.get(right);
            }
          };
      return chosen; // refused: R4
    }
  }
}

import java.util.concurrent.ThreadLocalRandom;

final class StartedInDoWhile {
  static void roll() {
    StringBuilder text = new StringBuilder();
    int rolled;
    do {
      rolled = ThreadLocalRandom.current().nextInt(6);
      int shown = rolled;
      Thread.ofVirtual().start(() -> text.append(shown)); // refused: R1
    } while (rolled != 5);
  }
}

import java.util.StringJoiner;

final class BuilderUnstarted {
  static void run() {
    StringJoiner joiner = new StringJoiner(",");
    Thread adder = Thread.ofVirtual().name("adder").unstarted(() -> joiner.add("a"));
    joiner.add("before the start");
    adder.start();
    joiner.add("after the start"); // refused: R1
  }
}

import dev.keyhold.check.RunsElsewhere;
import java.util.BitSet;

abstract class AnnotatedToRunElsewhere {
  @RunsElsewhere
  abstract void background(String name, Runnable work);

  void run() {
    BitSet done = new BitSet();
    background("one", () -> done.set(1));
    background("two", () -> done.set(2)); // refused: R1
  }
}

package dev.keyhold.stress;

import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.internal.wait.Mode;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A key is tried beside a range that contains it: the locker writes its slot and reads the gate,
 * the range writes the gate and reads the slots. That neither sees the other must not be.
 */
@JCStressTest
@Outcome(
    id = {"1, 0", "0, 1"},
    expect = ACCEPTABLE,
    desc = "one of them")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "both hold")
@Outcome(expect = FORBIDDEN, desc = "both failed, though nobody was there before them")
@State
public class GuardKeyAgainstRangeStress {
  private final GuardedKeys keys = new GuardedKeys();

  /** The key. */
  @Actor
  public void key(II_Result result) {
    result.r1 = toInt(keys.table.tryAcquire(keys.key(Mode.EXCLUSIVE)));
  }

  /** The range. */
  @Actor
  public void range(II_Result result) {
    result.r2 = toInt(keys.table.tryAcquire(keys.range(Mode.EXCLUSIVE)));
  }
}

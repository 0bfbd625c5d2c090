package dev.keyhold.stress;

import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.internal.wait.Mode;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * G2, G10: a guard on the key, a guard on a range, and a plain write increment a plain counter:
 * each sees what the others did before, and nothing is left in the table.
 */
@JCStressTest
@Outcome(id = "3, 1", expect = ACCEPTABLE, desc = "one after the other")
@Outcome(expect = FORBIDDEN, desc = "an increment was lost, or something was left")
@State
public class GuardCountingStress {
  private final GuardedKeys keys = new GuardedKeys();
  private final Given.Counter counter = new Given.Counter();

  private void count() {
    counter.value++;
  }

  /** A guard on the key. */
  @Actor
  public void key() {
    keys.under(keys.key(Mode.EXCLUSIVE), this::count);
  }

  /** A guard on a range. */
  @Actor
  public void range() {
    keys.under(keys.range(Mode.EXCLUSIVE), this::count);
  }

  /** A plain write. */
  @Actor
  public void plain() {
    keys.plainly(this::count);
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r1 = counter.value;
    result.r2 = toInt(keys.isEmptyAndWhole());
  }
}

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

/** Two plain writes with the same token, and a range that comes and goes between them. */
@JCStressTest
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "one after the other")
@Outcome(expect = FORBIDDEN, desc = "an increment was lost, or something was left")
@State
public class GuardPlainWritesStress {
  private final GuardedKeys keys = new GuardedKeys();
  private final Given.Counter counter = new Given.Counter();

  private void count() {
    counter.value++;
  }

  /** A plain write. */
  @Actor
  public void one() {
    keys.plainly(this::count);
  }

  /** A plain write. */
  @Actor
  public void other() {
    keys.plainly(this::count);
  }

  /** A range. */
  @Actor
  public void range() {
    keys.under(keys.range(Mode.SHARED), () -> {});
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r1 = counter.value;
    result.r2 = toInt(keys.isEmptyAndWhole());
  }
}

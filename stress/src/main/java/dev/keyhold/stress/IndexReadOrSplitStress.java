package dev.keyhold.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.internal.index.OrderedIndex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** A leaf splits beside those who read it: they meet all that was there before. */
@JCStressTest
@Outcome(id = "4, 4, 4, 66", expect = ACCEPTABLE, desc = "all keys that stay, each once")
@Outcome(expect = FORBIDDEN, desc = "one was missed or met twice")
@State
public class IndexReadOrSplitStress {
  private final OrderedIndex<String> index = IndexLeaves.full();

  /** Splits, then shifts. */
  @Actor
  public void insert() {
    IndexLeaves.insert(index, 1);
    IndexLeaves.insert(index, 65);
  }

  /** Upwards, downwards, and by hash. */
  @Actor
  public void read(IIII_Result result) {
    result.r1 = IndexLeaves.walk(index, false);
    result.r2 = IndexLeaves.walk(index, true);
    result.r3 = IndexLeaves.find(index);
  }

  /** Afterwards. */
  @Arbiter
  public void end(IIII_Result result) {
    result.r4 = index.check().entries();
  }
}

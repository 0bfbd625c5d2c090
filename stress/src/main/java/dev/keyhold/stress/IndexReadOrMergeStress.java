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

/** Two leaves become one, and their node goes, beside readers: they meet all that stays. */
@JCStressTest
@Outcome(id = "4, 4, 4, 1", expect = ACCEPTABLE, desc = "all keys that stay, each once; one leaf")
@Outcome(expect = FORBIDDEN, desc = "one was missed or met twice, or the leaves have stayed")
@State
public class IndexReadOrMergeStress {
  private final OrderedIndex<String> index = IndexLeaves.low();

  /** Merges. */
  @Actor
  public void remove() {
    IndexLeaves.remove(index, 4);
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
    result.r4 = index.check().leaves();
  }
}

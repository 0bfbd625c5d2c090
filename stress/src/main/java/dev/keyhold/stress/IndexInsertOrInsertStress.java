package dev.keyhold.stress;

import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.index.OrderedIndex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two create the entry of one key, in a leaf and a segment that have to grow: they get the same.
 */
@JCStressTest
@Outcome(id = "1, 0, 65", expect = ACCEPTABLE, desc = "the first wrote it")
@Outcome(id = "0, 1, 65", expect = ACCEPTABLE, desc = "the second wrote it")
@Outcome(expect = FORBIDDEN, desc = "there were two entries, or none")
@State
public class IndexInsertOrInsertStress {
  private final OrderedIndex<String> index = IndexLeaves.full();

  private int insert() {
    Entry<String> entry = index.findOrCreate("key-1001");
    return toInt(entry.replace(null, "value"));
  }

  /** One. */
  @Actor
  public void one(III_Result result) {
    result.r1 = insert();
  }

  /** Another. */
  @Actor
  public void other(III_Result result) {
    result.r2 = insert();
  }

  /** Afterwards. */
  @Arbiter
  public void end(III_Result result) {
    result.r3 = index.check().entries();
  }
}

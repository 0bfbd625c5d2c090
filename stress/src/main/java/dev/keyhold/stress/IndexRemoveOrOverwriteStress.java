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

/** An entry is removed while somebody overwrites it: what was written is never lost. */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "removed, then inserted again")
@Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "overwritten, so not removed")
@Outcome(expect = FORBIDDEN, desc = "the write was lost, or both saw the old value")
@State
public class IndexRemoveOrOverwriteStress {
  private final OrderedIndex<String> index = new OrderedIndex<>();
  private final Entry<String> entry;

  /** One key with a value. */
  public IndexRemoveOrOverwriteStress() {
    index.findOrCreate("a").replace(null, "left");
    index.findOrCreate("c").replace(null, "right");
    entry = index.findOrCreate("b");
    entry.replace(null, "old");
  }

  /** Removes if it is still the old value. */
  @Actor
  public void remove(III_Result result) {
    result.r1 = toInt(index.remove(entry, "old"));
  }

  /** Writes whatever is there; tells whether it saw the old value. */
  @Actor
  public void write(III_Result result) {
    while (true) {
      Entry<String> found = index.findOrCreate("b");
      String before = found.version();
      if (found.replace(before, "new")) {
        result.r2 = toInt("old".equals(before));
        return;
      }
    }
  }

  /** Afterwards. */
  @Arbiter
  public void end(III_Result result) {
    Entry<String> found = index.find("b");
    result.r3 = toInt(found != null && "new".equals(found.version()));
    if (index.check().entries() != 3) {
      result.r3 = -1;
    }
  }
}

package dev.keyhold.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.internal.index.Cursor;
import dev.keyhold.internal.index.Entry;
import dev.keyhold.internal.index.OrderedIndex;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Who finds an entry with a version sees all that its writer did before, by hash and by order. */
@JCStressTest
@Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "neither met it")
@Outcome(id = "-1, 7", expect = ACCEPTABLE, desc = "the walk, which came later, met it")
@Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "both met it, whole")
@Outcome(expect = FORBIDDEN, desc = "half of it, or found and then not met")
@State
public class IndexPublicationStress {
  private static final String KEY = "a key that is longer than the longest that is inline";

  private final OrderedIndex<int[]> index = new OrderedIndex<>();

  /** Inserts. */
  @Actor
  public void insert() {
    index.findOrCreate(KEY).replace(null, new int[] {7});
  }

  /** Finds, then walks. */
  @Actor
  public void read(II_Result result) {
    result.r1 = content(index.find(KEY));
    Cursor<int[]> cursor = index.ascending(null, null);
    result.r2 = content(cursor.next());
  }

  private static int content(@Nullable Entry<int[]> entry) {
    if (entry == null) {
      return -1;
    }
    if (!entry.keyText().equals(KEY)) {
      return -2;
    }
    int[] version = entry.version();
    return version == null ? -1 : version[0];
  }
}

package dev.keyhold.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.sync.RwLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** G10: what was done before a writer left is seen whole by a reader with a slot, or not at all. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "the reader came first")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the writer came first")
@Outcome(expect = FORBIDDEN, desc = "half of it was seen")
@State
public class RwLockPublicationStress {
  private final RwLock<int[]> lock = RwLock.of(() -> new int[2]);

  /** With slots from the beginning. */
  public RwLockPublicationStress() {
    lock.readUninterruptibly().close();
  }

  /** Writes both. */
  @Actor
  public void writer() {
    lock.withWrite(data -> {
      data[0] = 1;
      data[1] = 1;
      return data[1];
    });
  }

  /** Reads both. */
  @Actor
  public void reader(II_Result result) {
    lock.withRead(data -> {
      result.r1 = data[0];
      result.r2 = data[1];
      return 0;
    });
  }
}

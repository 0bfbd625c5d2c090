package dev.keyhold.stress;

import static dev.keyhold.stress.Given.isGot;
import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.sync.RwLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A reader with a slot and a writer try at once, and keep what they get: never both. */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "reads")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "writes")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "each has seen the other")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "both have it")
@State
public class ReaderAgainstWriterStress {
  private final RwLock<int[]> lock = RwLock.of(() -> new int[1]);

  /** With slots from the beginning. */
  public ReaderAgainstWriterStress() {
    lock.readUninterruptibly().close();
  }

  /** Reads. */
  @Actor
  public void reader(II_Result result) {
    result.r1 = toInt(isGot(lock.tryRead()));
  }

  /** Writes. */
  @Actor
  public void writer(II_Result result) {
    result.r2 = toInt(isGot(lock.tryWrite()));
  }
}

package dev.keyhold.stress;

import static dev.keyhold.stress.Given.isGot;

import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Locks;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Two tasks try a free {@link BlockingMutex} at the same moment: one of them has it. Holds are
 * recorded, so that the way of those who only wanted it free is taken, and not the usual one.
 */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The first was faster.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The second was faster.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A free mutex went to nobody, or to both.")
@State
public class BlockingMutexTryAgainstTryStress {
  static {
    Locks.record(Locks.Detail.TIMES);
  }

  private final BlockingMutex<Object> mutex = BlockingMutex.of(Object::new);

  /** One task. */
  @Actor
  public void first(ZZ_Result result) {
    result.r1 = isGot(mutex.tryLock());
  }

  /** The other. */
  @Actor
  public void second(ZZ_Result result) {
    result.r2 = isGot(mutex.tryLock());
  }
}

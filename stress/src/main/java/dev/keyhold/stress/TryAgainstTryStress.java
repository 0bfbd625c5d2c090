package dev.keyhold.stress;

import static dev.keyhold.stress.Given.isGot;

import dev.keyhold.sync.Mutex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads try a free mutex, and neither gives it back: one of them has it. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The first thread won.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The second thread won.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A free mutex went to nobody, or to both.")
@State
public class TryAgainstTryStress {
  private final Mutex<Object> mutex = Mutex.of(Object::new);

  /** One thread. */
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

package dev.keyhold.stress;

import static dev.keyhold.stress.Given.isGot;
import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * G9: two threads close one guard at once, and one of them takes the mutex again while the other is
 * still closing: the late close releases nobody else's hold.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "taken again, and still held")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "the other was still closing, and it is free")
@Outcome(expect = FORBIDDEN, desc = "another's hold was released, or nobody released")
@State
public class DoubleCloseOtherHolderStress {
  private final Mutex<Given.Counter> mutex = Mutex.of(Given.Counter::new);
  private final Guard<Given.Counter> held = Given.held(mutex);

  /** Closes, and takes it again. */
  @Actor
  public void closeAndTake(II_Result result) {
    held.close();
    result.r1 = toInt(isGot(mutex.tryLock()));
  }

  /** Closes, too. */
  @Actor
  public void close() {
    held.close();
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r2 = toInt(!isGot(mutex.tryLock()));
  }
}

package dev.keyhold.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** One counts in its turn, the other only if it need not wait: whoever counted is counted. */
@JCStressTest
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the try found it taken")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both counted")
@Outcome(expect = FORBIDDEN, desc = "an update was lost")
@State
public class BlockingMutexTryStress {
  private final BlockingMutex<Given.Counter> mutex = BlockingMutex.of(Given.Counter::new);

  /** Waits its turn. */
  @Actor
  public void turn() {
    mutex.with(Given.Counter::increment);
  }

  /** Tries. */
  @Actor
  public void attempt(II_Result result) {
    try (Guard<Given.Counter> guard = mutex.tryLock()) {
      if (guard != null) {
        guard.get().increment();
        result.r1 = 1;
      }
    }
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r2 = mutex.with(counter -> counter.value);
  }
}

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
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two tasks lock, count and release: nothing is lost, and both come to an end, by {@link
 * BlockingMutex}.
 */
@JCStressTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "both counted")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class BlockingMutexCountingStress {
  private final BlockingMutex<Given.Counter> mutex = BlockingMutex.of(Given.Counter::new);

  private void count() {
    try (Guard<Given.Counter> guard = mutex.lockUninterruptibly()) {
      guard.get().increment();
    }
  }

  /** One. */
  @Actor
  public void first() {
    count();
  }

  /** The other. */
  @Actor
  public void second() {
    count();
  }

  /** Afterwards. */
  @Arbiter
  public void end(I_Result result) {
    result.r1 = mutex.with(counter -> counter.value);
  }
}

package dev.keyhold.stress;

import static dev.keyhold.stress.Given.isGot;
import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** G2 and G3: while the lock is handed over, a newcomer does not get in between. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "handed over")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class OvertakeStress {
  private final Mutex<Given.Counter> mutex = Mutex.of(Given.Counter::new);
  private final Guard<Given.Counter> held = Given.held(mutex);
  private final CompletableFuture<Guard<Given.Counter>> first = mutex.lockAsync();

  /** Hands over. */
  @Actor
  public void release() {
    held.close();
  }

  /** Tries. */
  @Actor
  public void overtake(II_Result result) {
    result.r1 = toInt(!isGot(mutex.tryLock()));
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r2 = toInt(first.isDone());
  }
}

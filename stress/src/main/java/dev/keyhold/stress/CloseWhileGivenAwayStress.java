package dev.keyhold.stress;

import static dev.keyhold.stress.Given.isGot;
import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A guard is closed by another thread in the moment in which the mutex that it gave away comes
 * back: whoever is first, the guard is closed and the mutex free in the end.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "closed before the mutex was back")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "closed once the mutex was back")
@Outcome(expect = FORBIDDEN, desc = "the mutex is held by a closed guard")
@State
public class CloseWhileGivenAwayStress {
  private final Mutex<Given.Counter> mutex = Mutex.of(Given.Counter::new);
  private final Guard<Given.Counter> held = Given.held(mutex);

  /** Waits under the guard, and leaves it open. */
  @Actor
  public void await(II_Result result) {
    try {
      mutex.awaitUntil(held, counter -> counter.value > 0);
      result.r1 = 1;
    } catch (GuardClosedException e) {
      result.r1 = 0;
    } catch (InterruptedException e) {
      result.r1 = -1;
    }
  }

  /** Has the mutex meanwhile, gives it back, and closes the guard in that very moment. */
  @Actor
  public void close() {
    mutex.with(Given.Counter::increment);
    held.close();
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r2 = toInt(held.isClosed() && isGot(mutex.tryLock()));
  }
}

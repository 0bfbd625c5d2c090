package dev.keyhold.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.internal.guard.Claim;
import dev.keyhold.internal.wait.Mode;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * G11: two tasks close a cycle through a key and a mutex at the same moment: one is told, and both
 * come to an end.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "one was done before the other began")
@Outcome(
    id = {"1, 0", "0, 1"},
    expect = ACCEPTABLE,
    desc = "one victim")
@Outcome(expect = FORBIDDEN, desc = "two victims")
@State
public class GuardCycleStress {
  private final GuardedKeys keys = new GuardedKeys();
  private final Mutex<Given.Counter> mutex = Mutex.of(Given.Counter::new);

  /** The key, then the mutex. */
  @Actor
  public void forwards(II_Result result) {
    Claim claim = keys.key(Mode.EXCLUSIVE);
    keys.table.acquireUninterruptibly(claim, Long.MAX_VALUE);
    try (Guard<Given.Counter> guard = mutex.lockUninterruptibly()) {
      guard.get().increment();
    } catch (DeadlockException e) {
      result.r1 = 1;
    } finally {
      claim.release();
    }
  }

  /** The mutex, then a range around the key. */
  @Actor
  public void backwards(II_Result result) {
    try (Guard<Given.Counter> guard = mutex.lockUninterruptibly()) {
      keys.under(keys.range(Mode.EXCLUSIVE), () -> guard.get().increment());
    } catch (DeadlockException e) {
      result.r2 = 1;
    }
  }
}

package dev.keyhold.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.sync.BlockingMutex;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * G11: two tasks close a cycle at the same moment: one is told, and both come to an end. One of the
 * locks is a {@link BlockingMutex}.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "one was done before the other began")
@Outcome(
    id = {"1, 0", "0, 1"},
    expect = ACCEPTABLE,
    desc = "one victim")
@Outcome(expect = FORBIDDEN, desc = "two victims")
@State
public class BlockingMutexCycleStress {
  private final Mutex<Given.Counter> one = Mutex.of(Given.Counter::new);
  private final BlockingMutex<Given.Counter> other = BlockingMutex.of(Given.Counter::new);

  /** One, then the other. */
  @Actor
  public void forwards(II_Result result) {
    try (Guard<Given.Counter> first = one.lockUninterruptibly();
        Guard<Given.Counter> second = other.lockUninterruptibly()) {
      first.get().value = second.get().increment();
    } catch (DeadlockException e) {
      result.r1 = 1;
    }
  }

  /** The other, then one. */
  @Actor
  public void backwards(II_Result result) {
    try (Guard<Given.Counter> first = other.lockUninterruptibly();
        Guard<Given.Counter> second = one.lockUninterruptibly()) {
      second.get().value = first.get().increment();
    } catch (DeadlockException e) {
      result.r2 = 1;
    }
  }
}

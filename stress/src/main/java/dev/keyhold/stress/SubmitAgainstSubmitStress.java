package dev.keyhold.stress;

import static dev.keyhold.stress.Given.isGot;
import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two closures are submitted at once: each runs, one after the other, and the mutex is free. */
@JCStressTest
@Outcome(
    id = {"1, 2, 1", "2, 1, 1"},
    expect = ACCEPTABLE,
    desc = "one after the other")
@Outcome(expect = FORBIDDEN, desc = "a closure was lost, or both ran at once, or nobody released")
@State
public class SubmitAgainstSubmitStress {
  private final Mutex<Given.Counter> mutex = Mutex.of(Given.Counter::new);
  private @Nullable CompletableFuture<Integer> one;
  private @Nullable CompletableFuture<Integer> other;

  /** Submits. */
  @Actor
  public void first() {
    one = mutex.submit(Given.Counter::increment);
  }

  /** Submits, too. */
  @Actor
  public void second() {
    other = mutex.submit(Given.Counter::increment);
  }

  /** Afterwards. */
  @Arbiter
  public void end(III_Result result) {
    result.r1 = one == null ? -1 : one.getNow(0);
    result.r2 = other == null ? -1 : other.getNow(0);
    result.r3 = toInt(isGot(mutex.tryLock()));
  }
}

package dev.keyhold.stress;

import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.internal.guard.Claim;
import dev.keyhold.internal.wait.Mode;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * G7: the grant of a range meets its cancellation: it goes to the range or to the key behind it,
 * never to none or both, and the table is empty once the guards are released.
 */
@JCStressTest
@Outcome(id = "0, 1, 0, 1", expect = ACCEPTABLE, desc = "the grant came first")
@Outcome(id = "1, 0, 1, 1", expect = ACCEPTABLE, desc = "the cancellation came first")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class GuardCancelOrGrantStress {
  private final GuardedKeys keys = new GuardedKeys();
  private final Claim held = keys.held(keys.key(Mode.EXCLUSIVE));
  private final CompletableFuture<Claim> first = keys.ask(keys.range(Mode.EXCLUSIVE));
  private final CompletableFuture<Claim> second = keys.ask(keys.key(Mode.EXCLUSIVE));

  /** Grants. */
  @Actor
  public void release() {
    held.release();
  }

  /** Gives up. */
  @Actor
  public void cancel(IIII_Result result) {
    result.r1 = toInt(first.cancel(true));
  }

  /** Afterwards. */
  @Arbiter
  public void end(IIII_Result result) {
    result.r2 = toInt(first.isDone() && !first.isCancelled());
    result.r3 = toInt(second.isDone());
    if (!first.isCancelled()) {
      first.join().release();
    }
    second.join().release();
    result.r4 = toInt(keys.isEmptyAndWhole());
  }
}

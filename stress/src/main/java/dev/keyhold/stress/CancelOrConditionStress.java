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
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * G7: the release that makes a condition true meets the cancellation of the request that waits for
 * it: the mutex goes to the one or to the next, never to none or both.
 */
@JCStressTest
@Outcome(id = "0, 1, 0, 1", expect = ACCEPTABLE, desc = "the grant came first")
@Outcome(id = "1, 0, 1, 1", expect = ACCEPTABLE, desc = "the cancellation came first")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class CancelOrConditionStress {
  private final Mutex<Given.Counter> mutex = Mutex.of(Given.Counter::new);
  private final Guard<Given.Counter> held = Given.held(mutex);
  private final CompletableFuture<Guard<Given.Counter>> first = counted();
  private final CompletableFuture<Guard<Given.Counter>> second = counted();

  private CompletableFuture<Guard<Given.Counter>> counted() {
    return mutex.lockWhenAsync(counter -> counter.value > 0);
  }

  /** Makes it true. */
  @Actor
  public void release() {
    held.get().increment();
    held.close();
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
      close(first);
    }
    close(second);
    result.r4 = toInt(isGot(mutex.tryLock()));
  }

  /** If it was granted. */
  private static void close(CompletableFuture<Guard<Given.Counter>> request) {
    Guard<Given.Counter> guard = request.getNow(null);
    if (guard != null) {
      guard.close();
    }
  }
}

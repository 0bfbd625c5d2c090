package dev.keyhold.stress;

import static dev.keyhold.stress.Given.isGot;
import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A release meets a request whose condition it makes true: the request is granted, and sees why.
 */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "granted, with the data as it asked")
@Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or data that is not as it asked")
@State
public class ReleaseOrConditionStress {
  private final Mutex<Given.Counter> mutex = Mutex.of(Given.Counter::new);
  private final Guard<Given.Counter> held = Given.held(mutex);
  private @Nullable CompletableFuture<Guard<Given.Counter>> request;

  /** Makes it true. */
  @Actor
  public void release() {
    held.get().increment();
    held.close();
  }

  /** Waits for it. */
  @Actor
  public void ask() {
    request = mutex.lockWhenAsync(counter -> counter.value > 0);
  }

  /** Afterwards. */
  @Arbiter
  public void end(III_Result result) {
    Guard<Given.Counter> guard = request == null ? null : request.getNow(null);
    result.r1 = toInt(guard != null && !guard.isClosed());
    if (guard != null) {
      result.r2 = guard.get().value;
      guard.close();
    }
    result.r3 = toInt(isGot(mutex.tryLock()));
  }
}

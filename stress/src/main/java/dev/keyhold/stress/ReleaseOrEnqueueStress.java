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
import org.openjdk.jcstress.infra.results.II_Result;

/** A release of the thin word meets a request that joins the queue: the request is granted. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "granted, and held")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class ReleaseOrEnqueueStress {
  private final Mutex<Given.Counter> mutex = Mutex.of(Given.Counter::new);
  private final Guard<Given.Counter> held = Given.held(mutex);
  private @Nullable CompletableFuture<Guard<Given.Counter>> request;

  /** Releases. */
  @Actor
  public void release() {
    held.close();
  }

  /** Asks. */
  @Actor
  public void ask() {
    request = mutex.lockAsync();
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r1 = toInt(request != null && request.isDone());
    result.r2 = toInt(!isGot(mutex.tryLock()));
  }
}

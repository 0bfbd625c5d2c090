package dev.keyhold.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.error.ActorStoppedException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * An ask meets the stop of its actor: it is refused, dropped, or answered, and has run exactly if
 * it is answered; the actor stops.
 */
@JCStressTest
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "refused")
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "dropped")
@Outcome(id = "2, 1, 1", expect = ACCEPTABLE, desc = "answered")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class AskOrStopStress {
  private final Given.Counter counter = new Given.Counter();
  private final dev.keyhold.sync.Actor<Given.Counter> actor =
      dev.keyhold.sync.Actor.of(() -> counter);
  private @Nullable CompletableFuture<Integer> asked;
  private @Nullable CompletableFuture<Void> stopped;

  /** Asks. */
  @Actor
  public void ask() {
    try {
      asked = actor.tryAsk(Given.Counter::increment);
    } catch (ActorStoppedException e) {
      // Too late: refused.
    }
  }

  /** Stops. */
  @Actor
  public void stop() {
    stopped = actor.stopNow();
  }

  /** Afterwards. */
  @Arbiter
  public void end(III_Result result) {
    CompletableFuture<Void> end = stopped;
    if (end != null) {
      end.join();
      result.r3 = 1;
    }
    CompletableFuture<Integer> answer = asked;
    if (answer != null) {
      result.r1 = answer.handle((_, failure) -> failure == null ? 2 : 1).join();
    }
    result.r2 = counter.value;
  }
}

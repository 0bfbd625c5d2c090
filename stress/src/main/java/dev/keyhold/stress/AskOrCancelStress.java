package dev.keyhold.stress;

import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A message's turn meets the cancellation of its answer, and a message behind it: the future has
 * one outcome, the one that {@code cancel} returned; the message runs once or not at all, and if it
 * has an answer it has run; the one behind runs in any case.
 */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "cancelled before its turn")
@Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "cancelled while it ran")
@Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "the answer came first")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class AskOrCancelStress {
  private final dev.keyhold.sync.Actor<Given.Counter> actor =
      dev.keyhold.sync.Actor.of(Given.Counter::new);
  private final CompletableFuture<Integer> asked = Given.asked(actor, Given.Counter::increment);

  /** Gives up; -1 if the future says otherwise. */
  @Actor
  public void cancel(III_Result result) {
    boolean cancelled = asked.cancel(true);
    result.r1 = cancelled == asked.isCancelled() ? toInt(cancelled) : -1;
  }

  /** Comes behind. */
  @Actor
  public void askBehind(III_Result result) {
    result.r2 = Given.asked(actor, counter -> counter.value).join();
  }

  /** Afterwards. */
  @Arbiter
  public void end(III_Result result) {
    actor.close();
    result.r3 = toInt(asked.isDone());
  }
}

package dev.keyhold.stress;

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
import org.openjdk.jcstress.infra.results.II_Result;

/** G9: two threads close one guard at once: it is released once. */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the next has it, and nobody else")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class DoubleCloseStress {
  private final Mutex<Given.Counter> mutex = Mutex.of(Given.Counter::new);
  private final Guard<Given.Counter> held = Given.held(mutex);
  private final CompletableFuture<Guard<Given.Counter>> first = mutex.lockAsync();
  private final CompletableFuture<Guard<Given.Counter>> second = mutex.lockAsync();

  /** Closes. */
  @Actor
  public void closer() {
    held.close();
  }

  /** Closes, too. */
  @Actor
  public void otherCloser() {
    held.close();
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r1 = toInt(first.isDone());
    result.r2 = toInt(second.isDone());
  }
}

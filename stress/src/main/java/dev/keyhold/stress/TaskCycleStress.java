package dev.keyhold.stress;

import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.error.DeadlockException;
import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import dev.keyhold.sync.Task;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * G11: two tasks, each with a mutex, ask for the other's from two threads and block none: one
 * future fails, and the other is granted once the victim has closed its guard.
 */
@JCStressTest
@Outcome(
    id = {"1, 0, 1", "0, 1, 1"},
    expect = ACCEPTABLE,
    desc = "one victim, and the other goes on")
@Outcome(expect = FORBIDDEN, desc = "no victim, or two, or the other was forgotten")
@State
public class TaskCycleStress {
  private final Mutex<Given.Counter> left = Mutex.of(Given.Counter::new);
  private final Mutex<Given.Counter> right = Mutex.of(Given.Counter::new);
  private final Task one = Task.named("one");
  private final Task other = Task.named("other");
  private final Guard<Given.Counter> ofOne = left.lockAsync(one).join();
  private final Guard<Given.Counter> ofOther = right.lockAsync(other).join();
  private @Nullable CompletableFuture<Guard<Given.Counter>> asOne;
  private @Nullable CompletableFuture<Guard<Given.Counter>> asOther;

  /** Asks for the other's. */
  @Actor
  public void first() {
    asOne = right.lockAsync(one);
  }

  /** Asks for the one's. */
  @Actor
  public void second() {
    asOther = left.lockAsync(other);
  }

  /** Afterwards. */
  @Arbiter
  public void end(III_Result result) {
    boolean oneIsVictim = isVictim(asOne);
    result.r1 = toInt(oneIsVictim);
    result.r2 = toInt(isVictim(asOther));
    CompletableFuture<Guard<Given.Counter>> waiting = oneIsVictim ? asOther : asOne;
    boolean early = waiting != null && waiting.isDone();
    (oneIsVictim ? ofOne : ofOther).close();
    result.r3 = toInt(!early && waiting != null && waiting.getNow(null) != null);
  }

  private static boolean isVictim(@Nullable CompletableFuture<?> request) {
    return request != null
        && request.isCompletedExceptionally()
        && request.exceptionNow() instanceof DeadlockException;
  }
}

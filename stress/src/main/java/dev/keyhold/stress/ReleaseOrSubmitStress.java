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

/** A release meets a closure that is submitted: it runs once, and the lock is free again. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "ran once, and free")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class ReleaseOrSubmitStress {
  private final Mutex<Given.Counter> mutex = Mutex.of(Given.Counter::new);
  private final Guard<Given.Counter> held = Given.held(mutex);
  private @Nullable CompletableFuture<Integer> ran;

  /** Releases. */
  @Actor
  public void release() {
    held.close();
  }

  /** Submits. */
  @Actor
  public void submit() {
    ran = mutex.submit(Given.Counter::increment);
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r1 = ran == null ? -1 : ran.getNow(0);
    result.r2 = toInt(isGot(mutex.tryLock()));
  }
}

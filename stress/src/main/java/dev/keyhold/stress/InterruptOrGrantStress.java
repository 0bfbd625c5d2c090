package dev.keyhold.stress;

import static dev.keyhold.stress.Given.isGot;
import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.sync.Guard;
import dev.keyhold.sync.Mutex;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * G7: an interrupt meets a grant: the task has the lock or the exception, and in the end the lock
 * is free.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "granted")
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "interrupted")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class InterruptOrGrantStress {
  private final Mutex<Given.Counter> mutex = Mutex.of(Given.Counter::new);
  private final Guard<Given.Counter> held = Given.held(mutex);

  /** The thread that may be interrupted; null outside of its wait. Guarded by this. */
  private @Nullable Thread waiting;

  private synchronized void waiting(@Nullable Thread thread) {
    waiting = thread;
  }

  private synchronized void interrupt() {
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  /** Waits. */
  @Actor
  public void waiter(II_Result result) {
    waiting(Thread.currentThread());
    try (Guard<Given.Counter> guard = mutex.lock()) {
      result.r1 = guard.get().increment();
    } catch (InterruptedException e) {
      result.r1 = 2;
    }
    waiting(null);
    Thread.interrupted(); // it is not for whatever this thread does next
  }

  /** Interrupts, and grants. */
  @Actor
  public void release() {
    interrupt();
    held.close();
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r2 = toInt(isGot(mutex.tryLock()));
  }
}

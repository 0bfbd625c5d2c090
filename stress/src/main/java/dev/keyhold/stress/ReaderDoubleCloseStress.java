package dev.keyhold.stress;

import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.sync.ReadGuard;
import dev.keyhold.sync.RwLock;
import dev.keyhold.sync.WriteGuard;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** G9: two threads close one guard that has a slot: it ends once, and the other reader stays. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the writer waits for the other reader alone")
@Outcome(expect = FORBIDDEN, desc = "a reader was lost or left behind")
@State
public class ReaderDoubleCloseStress {
  private final RwLock<int[]> lock = RwLock.of(() -> new int[1]);
  private final ReadGuard<int[]> leaving;
  private final ReadGuard<int[]> staying;

  /** Two readers in slots. */
  public ReaderDoubleCloseStress() {
    lock.readUninterruptibly().close();
    leaving = lock.readUninterruptibly();
    staying = lock.readUninterruptibly();
  }

  /** Leaves. */
  @Actor
  public void leave() {
    leaving.close();
  }

  /** Leaves, too: the same guard. */
  @Actor
  public void leaveAgain() {
    leaving.close();
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    CompletableFuture<WriteGuard<int[]>> waiting = lock.writeAsync();
    result.r1 = toInt(!waiting.isDone());
    staying.close();
    result.r2 = toInt(waiting.isDone());
    waiting.cancel(true);
  }
}

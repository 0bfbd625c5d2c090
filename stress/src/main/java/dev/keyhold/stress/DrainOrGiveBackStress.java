package dev.keyhold.stress;

import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.sync.ReadGuard;
import dev.keyhold.sync.RwLock;
import dev.keyhold.sync.WriteGuard;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A writer lists the readers in slots while one of them leaves: that one is gone, once. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the writer waits for the other reader alone")
@Outcome(expect = FORBIDDEN, desc = "a reader was lost or left behind")
@State
public class DrainOrGiveBackStress {
  private final RwLock<int[]> lock = RwLock.of(() -> new int[1]);
  private final ReadGuard<int[]> leaving;
  private final ReadGuard<int[]> staying;
  private @Nullable CompletableFuture<WriteGuard<int[]>> writer;

  /** Two readers in slots. */
  public DrainOrGiveBackStress() {
    lock.readUninterruptibly().close();
    leaving = lock.readUninterruptibly();
    staying = lock.readUninterruptibly();
  }

  /** Leaves. */
  @Actor
  public void leave() {
    leaving.close();
  }

  /** Writes. */
  @Actor
  public void write() {
    writer = lock.writeAsync();
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    CompletableFuture<WriteGuard<int[]>> waiting = writer;
    result.r1 = toInt(waiting != null && !waiting.isDone());
    staying.close();
    result.r2 = toInt(waiting != null && waiting.isDone());
  }
}

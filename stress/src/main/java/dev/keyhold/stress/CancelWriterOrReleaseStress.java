package dev.keyhold.stress;

import static dev.keyhold.stress.Given.isGot;
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
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * G6, G7: the last reader leaves while the writer behind it is cancelled: the writer has it and the
 * reader behind waits, or that reader has it.
 */
@JCStressTest
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "the writer was granted, and then its reader")
@Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "the writer was cancelled")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class CancelWriterOrReleaseStress {
  private final RwLock<int[]> lock = RwLock.of(() -> new int[1]);
  private final ReadGuard<int[]> held;
  private final CompletableFuture<WriteGuard<int[]>> writer;
  private final CompletableFuture<ReadGuard<int[]>> behind;

  /** A reader, a writer behind it, a reader behind that. */
  public CancelWriterOrReleaseStress() {
    lock.readUninterruptibly().close();
    held = lock.readUninterruptibly();
    writer = lock.writeAsync();
    behind = lock.readAsync();
  }

  /** Leaves. */
  @Actor
  public void release() {
    held.close();
  }

  /** Gives up. */
  @Actor
  public void cancel(III_Result result) {
    result.r1 = toInt(writer.cancel(true));
  }

  /** Afterwards. */
  @Arbiter
  public void end(III_Result result) {
    result.r2 = toInt(behind.isDone());
    WriteGuard<int[]> written = writer.isCancelled() ? null : writer.getNow(null);
    if (written != null) {
      written.close();
    }
    ReadGuard<int[]> read = behind.getNow(null);
    if (read != null) {
      read.close();
    }
    result.r3 = toInt(read != null && isGot(lock.tryWrite()));
  }
}

package dev.keyhold.stress;

import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.internal.guard.Claim;
import dev.keyhold.internal.wait.Mode;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** The release of a thin token meets requests that inflate it: both are granted in turn. */
@JCStressTest
@Outcome(
    id = {"1, 0, 1, 1", "0, 1, 1, 1"},
    expect = ACCEPTABLE,
    desc = "one holds and the other waits for it")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class GuardReleaseOrInflateStress {
  private final GuardedKeys keys = new GuardedKeys();
  private final Claim held = keys.heldThin();
  private @Nullable CompletableFuture<Claim> key;
  private @Nullable CompletableFuture<Claim> range;

  /** Releases. */
  @Actor
  public void release() {
    held.release();
  }

  /** Asks for the key. */
  @Actor
  public void askForKey() {
    key = keys.ask(keys.key(Mode.EXCLUSIVE));
  }

  /** Asks for a range. */
  @Actor
  public void askForRange() {
    range = keys.ask(keys.range(Mode.EXCLUSIVE));
  }

  /** Afterwards. */
  @Arbiter
  public void end(IIII_Result result) {
    result.r1 = toInt(key != null && key.isDone());
    result.r2 = toInt(range != null && range.isDone());
    result.r3 = toInt(keys.table.check().isEmpty());
    if (key != null && range != null) {
      boolean keyFirst = key.isDone();
      (keyFirst ? key : range).join().release();
      (keyFirst ? range : key).join().release();
    }
    result.r4 = toInt(keys.isEmptyAndWhole());
  }
}

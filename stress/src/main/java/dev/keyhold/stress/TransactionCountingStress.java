package dev.keyhold.stress;

import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.EngineCheck;
import dev.keyhold.Keyhold;
import dev.keyhold.json.Json;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two transactions that read a counter, sharing it, and then write it: the one that gives way runs
 * again, no increment is lost, and nothing is left.
 */
@JCStressTest
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "one after the other")
@Outcome(expect = FORBIDDEN, desc = "an increment was lost, or something was left")
@State
public class TransactionCountingStress {
  private final Keyhold db = Keyhold.inMemory();

  /** A counter. */
  public TransactionCountingStress() {
    db.insert("n", 0);
  }

  private void count() {
    try {
      db.transact(tx -> {
        Json seen = tx.get("n").orElseThrow();
        tx.insert("n", seen.asInt() + 1);
      });
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads, then writes. */
  @Actor
  public void one() {
    count();
  }

  /** The same. */
  @Actor
  public void two() {
    count();
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r1 = db.get("n").map(Json::asInt).orElse(0);
    result.r2 = toInt(EngineCheck.of(db).isEmpty());
  }
}

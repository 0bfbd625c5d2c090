package dev.keyhold.stress;

import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.EngineCheck;
import dev.keyhold.Keyhold;
import dev.keyhold.Transaction;
import dev.keyhold.json.Json;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two transactions that read a counter, sharing it, and then write it, beside a plain update: what
 * one must give way for is not lost, and nothing is left.
 */
@JCStressTest
@Outcome(id = "3, 1", expect = ACCEPTABLE, desc = "one after the other")
@Outcome(expect = FORBIDDEN, desc = "an increment was lost, or something was left")
@State
public class TransactionCountingStress {
  private final Keyhold db = Keyhold.inMemory();

  /** A counter. */
  public TransactionCountingStress() {
    db.insert("n", 0);
  }

  private static void count(Transaction tx) {
    Json seen = tx.get("n").orElseThrow();
    tx.insert("n", seen.asInt() + 1);
  }

  /** Reads, then writes. */
  @Actor
  public void one() throws InterruptedException {
    db.transact(TransactionCountingStress::count);
  }

  /** The same. */
  @Actor
  public void two() throws InterruptedException {
    db.transact(TransactionCountingStress::count);
  }

  /** In one operation. */
  @Actor
  public void update() {
    db.increment("n", "", 1);
  }

  /** Afterwards. */
  @Arbiter
  public void end(II_Result result) {
    result.r1 = db.get("n").map(Json::asInt).orElse(0);
    result.r2 = toInt(EngineCheck.of(db).isEmpty());
  }
}

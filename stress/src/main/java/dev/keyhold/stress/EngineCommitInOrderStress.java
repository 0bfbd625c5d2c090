package dev.keyhold.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.KeyGuard;
import dev.keyhold.Keyhold;
import dev.keyhold.json.Json;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * G10, G13: two reads outside of any guard, one after the other: if the first sees a commit of both
 * keys, so does the second, and the counts of what is there agree with it.
 */
@JCStressTest
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "both before")
@Outcome(id = "0, 0, 3", expect = ACCEPTABLE, desc = "committed behind both")
@Outcome(id = "0, 2, 3", expect = ACCEPTABLE, desc = "committed between")
@Outcome(id = "2, 2, 3", expect = ACCEPTABLE, desc = "both after")
@Outcome(expect = FORBIDDEN, desc = "half of it, or back in time")
@State
public class EngineCommitInOrderStress {
  private final Keyhold db = Keyhold.inMemory();

  /** A key that is not in the race. */
  public EngineCommitInOrderStress() {
    db.insert("z", 0);
  }

  /** Commits two new keys as one. */
  @Actor
  public void commit() {
    try (KeyGuard guard = db.guards().exclusive("a", "b").lockUninterruptibly()) {
      guard.insert("a", 2);
      guard.insert("b", 2);
      guard.commit();
    }
  }

  /** Against the order of writing, and of keys. */
  @Actor
  public void read(III_Result result) {
    result.r1 = db.get("b").map(Json::asInt).orElse(0);
    result.r2 = db.get("a").map(Json::asInt).orElse(0);
    result.r3 = (int) db.size();
  }
}

package dev.keyhold.stress;

import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.EngineCheck;
import dev.keyhold.Keyhold;
import dev.keyhold.json.Json;
import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A key is removed, whose entry leaves the index with it, while somebody overwrites it: one is
 * before the other, to both of them, and what was written last is there.
 */
@JCStressTest
@Outcome(id = "1, 0, 1, 1", expect = ACCEPTABLE, desc = "removed, then inserted")
@Outcome(id = "2, 1, 0, 1", expect = ACCEPTABLE, desc = "overwritten, then removed")
@Outcome(expect = FORBIDDEN, desc = "both saw the old value, or one was lost")
@State
public class EngineRemoveOrOverwriteStress {
  private static final Json OLD = Json.of(1);
  private static final Json NEW = Json.of(2);

  private final Keyhold db = Keyhold.inMemory();

  /** One key with a value. */
  public EngineRemoveOrOverwriteStress() {
    db.insert("a", OLD);
  }

  /** Removes what is there. */
  @Actor
  public void remove(IIII_Result result) {
    result.r1 = db.remove("a").map(Json::asInt).orElse(0);
  }

  /** Overwrites what is there. */
  @Actor
  public void write(IIII_Result result) {
    result.r2 = db.insert("a", NEW).map(Json::asInt).orElse(0);
  }

  /** Afterwards. */
  @Arbiter
  public void end(IIII_Result result) {
    result.r3 = toInt(db.get("a").equals(Optional.of(NEW)));
    result.r4 = toInt(EngineCheck.of(db).isEmpty() && db.size() == result.r3);
  }
}

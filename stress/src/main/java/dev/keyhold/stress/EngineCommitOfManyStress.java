package dev.keyhold.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.KeyGuard;
import dev.keyhold.KeyRange;
import dev.keyhold.Keyhold;
import dev.keyhold.Snapshot;
import dev.keyhold.json.Json;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * G13: of a commit of several keys a snapshot sees all or nothing, whichever way it reads: what it
 * overwrites, what it adds, what it takes away.
 */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "before")
@Outcome(id = "2, 2, 0", expect = ACCEPTABLE, desc = "after")
@Outcome(expect = FORBIDDEN, desc = "half of it")
@State
public class EngineCommitOfManyStress {
  private final Keyhold db = Keyhold.inMemory();

  /** Two keys with a value, and one without. */
  public EngineCommitOfManyStress() {
    db.insert("overwritten", 1);
    db.insert("removed", 1);
  }

  /** Commits three keys as one. */
  @Actor
  public void commit() {
    try (KeyGuard guard =
        db.guards().exclusive("overwritten", "added", "removed").lockUninterruptibly()) {
      guard.insert("overwritten", 2);
      guard.insert("added", 2);
      guard.remove("removed");
      guard.commit();
    }
  }

  /** Reads key by key, then walks. */
  @Actor
  public void read(III_Result result) {
    try (Snapshot then = db.snapshot()) {
      result.r1 = then.get("overwritten").map(Json::asInt).orElse(0);
      for (Keyhold.Entry each : then.scan(KeyRange.all())) {
        switch (each.key()) {
          case "added" -> result.r2 = each.value().asInt();
          case "removed" -> result.r3 = each.value().asInt();
          default -> {}
        }
      }
    }
  }
}

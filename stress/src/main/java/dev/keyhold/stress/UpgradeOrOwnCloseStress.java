package dev.keyhold.stress;

import static dev.keyhold.stress.Given.isGot;
import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.error.GuardClosedException;
import dev.keyhold.sync.RwLock;
import dev.keyhold.sync.UpgradableGuard;
import dev.keyhold.sync.WriteGuard;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** G9: a guard is upgraded and closed at once: one comes first, and the other finds it closed. */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "upgraded; the close came too late")
@Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "closed; the upgrade was refused")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class UpgradeOrOwnCloseStress {
  private final RwLock<int[]> lock = RwLock.of(() -> new int[1]);
  private final UpgradableGuard<int[]> guard = lock.upgradableReadUninterruptibly();
  private @Nullable WriteGuard<int[]> writer;

  /** Upgrades. */
  @Actor
  public void upgrade(III_Result result) {
    try {
      writer = guard.upgradeUninterruptibly();
      result.r1 = 1;
    } catch (GuardClosedException e) {
      result.r1 = 0;
    }
  }

  /** Closes. */
  @Actor
  public void close() {
    guard.close();
  }

  /** Afterwards. */
  @Arbiter
  public void end(III_Result result) {
    WriteGuard<int[]> held = writer;
    var other = lock.tryRead();
    result.r2 = toInt(other != null);
    if (held != null) {
      held.close();
    }
    if (other != null) {
      other.close();
    }
    result.r3 = toInt(isGot(lock.tryWrite()));
  }
}

package dev.keyhold.stress;

import static dev.keyhold.stress.Given.isGot;
import static dev.keyhold.stress.Given.toInt;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.keyhold.sync.ReadGuard;
import dev.keyhold.sync.RwLock;
import dev.keyhold.sync.UpgradableGuard;
import dev.keyhold.sync.WriteGuard;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** G5: an upgrade meets the last other reader's leaving: it is granted, and nobody is beside it. */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "upgraded, alone, and free in the end")
@Outcome(expect = FORBIDDEN, desc = "something was lost or doubled")
@State
public class UpgradeOrReaderCloseStress {
  private final RwLock<int[]> lock = RwLock.of(() -> new int[1]);
  private final ReadGuard<int[]> reader;
  private final UpgradableGuard<int[]> upgradable;
  private @Nullable CompletableFuture<WriteGuard<int[]>> upgrade;

  /** A reader beside an upgradable one. */
  public UpgradeOrReaderCloseStress() {
    lock.readUninterruptibly().close();
    upgradable = lock.upgradableReadUninterruptibly();
    reader = lock.readUninterruptibly();
  }

  /** Leaves. */
  @Actor
  public void leave() {
    reader.close();
  }

  /** Upgrades. */
  @Actor
  public void upgrade() {
    upgrade = upgradable.upgradeAsync();
  }

  /** Afterwards. */
  @Arbiter
  public void end(III_Result result) {
    WriteGuard<int[]> writer = upgrade == null ? null : upgrade.getNow(null);
    result.r1 = toInt(writer != null);
    result.r2 = toInt(isGot(lock.tryRead()));
    if (writer != null) {
      writer.close();
    }
    result.r3 = toInt(isGot(lock.tryWrite()));
  }
}

package dev.keyhold.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhold.Seeds;
import dev.keyhold.error.ClosedException;
import dev.keyhold.error.StorageException;
import dev.keyhold.internal.version.Write;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Random commits with random durability, checkpoints, ends and crashes at random operations of the
 * disk, a life after the other: what is recovered is a beginning of what was committed, whole
 * commit by whole commit, with all that was said to be durable.
 */
class JournalModelTest {
  private static final int DATABASES = 60;
  private static final int LIVES = 8;

  private final RandomGenerator random = Seeds.random(this);

  @Test
  void lives_endedByCrashesAndFaults_haveAllThatWasDurable() {
    for (int i = 0; i < DATABASES; i++) {
      database();
    }
  }

  private void database() {
    FaultyDisk disk = new FaultyDisk();
    Trail trail = new Trail();
    for (int life = 0; life < LIVES; life++) {
      List<FaultyDisk.Fault> faults = List.of(FaultyDisk.Fault.values());
      disk.failAt(
          disk.operations() + 1 + random.nextInt(150), faults.get(random.nextInt(faults.size())));
      long durable = live(disk, trail);
      disk = random.nextBoolean() || disk.hasCrashed() ? crash(disk) : disk;
      disk.failAt(-1, FaultyDisk.Fault.CRASH);
      Recovered recovered = trail.recover(disk);
      assertThat(recovered.revision()).isGreaterThanOrEqualTo(durable);
      assertThat(recovered.nextRevision()).isGreaterThan(trail.newest());
      assertThat(Inspection.of(disk).isWhole()).isTrue();
      trail.goOn(recovered.nextRevision(), recovered.revision());
    }
  }

  private FaultyDisk crash(FaultyDisk disk) {
    return disk.after(LogCrashTest.anything(random));
  }

  /** Until a fault, or for some commits; the newest revision that was durable. */
  private long live(FaultyDisk disk, Trail trail) {
    long durable = 0;
    try {
      Recovered recovered = trail.recover(disk);
      durable = recovered.revision();
      trail.goOn(recovered.nextRevision(), recovered.revision());
      Journal journal = Journal.start(disk, recovered, JournalTest.QUICK);
      try {
        int commits = random.nextInt(80);
        for (int i = 0; i < commits; i++) {
          journal.admit();
          List<Write> commit = trail.random(random);
          long revision = trail.revision();
          journal.append(revision, commit);
          switch (random.nextInt(6)) {
            case 0 -> {
              journal.awaitDurable(revision);
              durable = revision;
            }
            case 1 -> journal.syncSoon();
            case 2 -> {
              long seen = journal.durableRevision();
              durable = seen >= recovered.nextRevision() ? Math.max(durable, seen) : durable;
            }
            default -> journal.appended();
          }
          if (random.nextInt(30) == 0) {
            trail.checkpoint(disk, recovered, revision);
            durable = revision;
          }
        }
      } finally {
        journal.close();
      }
      // If nothing was committed, the newest revision is one that is only passed over.
      durable = trail.revision() >= recovered.nextRevision() ? trail.revision() : durable;
    } catch (StorageException | ClosedException e) {
      // the fault, which is as it should be
    }
    return durable;
  }
}

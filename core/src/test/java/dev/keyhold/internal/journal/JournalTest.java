package dev.keyhold.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.ClosedException;
import dev.keyhold.error.StorageFailedException;
import dev.keyhold.error.StorageFullException;
import dev.keyhold.internal.version.Write;
import dev.keyhold.sync.Await;
import dev.keyhold.sync.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JournalTest {
  /** Syncs soon, and looks at a full disk often. */
  static final JournalSettings QUICK =
      new JournalSettings(2_000, 20_000, 1_000_000, 1_000_000, 100_000);

  /** Syncs only for those who wait. */
  private static final JournalSettings PATIENT =
      new JournalSettings(1 << 20, 20_000, Long.MAX_VALUE / 4, 1_000_000, 100_000);

  private final FaultyDisk disk = new FaultyDisk();
  private final Trail trail = new Trail();

  private Journal start(JournalSettings settings) {
    return Journal.start(disk, trail.recover(disk), settings);
  }

  private long append(Journal journal, Write... writes) {
    journal.admit();
    List<Write> commit = trail.commit(writes);
    if (commit.size() == 1) {
      journal.append(trail.revision(), commit.getFirst().entry(), commit.getFirst().next());
    } else {
      journal.append(trail.revision(), commit);
    }
    return trail.revision();
  }

  private Recovered afterACrash() {
    return trail.recover(disk.after(NOTHING));
  }

  /** Nothing is there that was not synced. */
  private static final FaultyDisk.Choice NOTHING =
      new FaultyDisk.Choice() {
        @Override
        public int written(int length, boolean last) {
          return 0;
        }

        @Override
        public boolean happened() {
          return false;
        }
      };

  @Test
  void awaitDurable_returned_survivesACrash() {
    Journal journal = start(PATIENT);
    append(journal, trail.put("a", 1));
    long second = append(journal, trail.put("b", 2), trail.put("c", 3));
    journal.awaitDurable(second);
    assertThat(journal.durableRevision()).isEqualTo(2);
    assertThat(afterACrash().revision()).isEqualTo(2);
    journal.awaitDurable(1);
    journal.close();
  }

  @Test
  void durable_completes_survivesACrash() {
    Journal journal = start(PATIENT);
    CompletableFuture<?> future = journal.durable(append(journal, trail.put("a", 1)));
    future.join();
    assertThat(afterACrash().revision()).isEqualTo(1);
    assertThat(journal.durable(1)).isCompleted();
    journal.close();
  }

  @Test
  void syncSoon_nobodyWaits_isSyncedAllTheSame() {
    Journal journal = start(QUICK);
    append(journal, trail.put("a", 1));
    journal.syncSoon();
    Await.until("the commit is on disk", () -> journal.durableRevision() == 1);
    assertThat(afterACrash().revision()).isEqualTo(1);
    journal.close();
  }

  @Test
  void appended_nobodyAsks_isWrittenAndNotSynced() {
    Journal journal = start(PATIENT);
    long before = journal.writtenBytes();
    append(journal, trail.put("a", 1));
    journal.appended();
    Await.until("the commit is written", () -> journal.writtenBytes() > before);
    assertThat(journal.durableRevision()).isEqualTo(0);
    assertThat(trail.recover(disk.copy()).revision()).isEqualTo(1);
    journal.close();
  }

  @Test
  void awaitDurable_manyAtOnce_shareSyncs() {
    Journal journal = start(PATIENT);
    int before = disk.syncs();
    List<Job<Long>> jobs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long revision = append(journal, trail.put("a", i));
      jobs.add(
          Job.startVirtual(
              "committer",
              () -> {
                journal.awaitDurable(revision);
                return revision;
              }));
    }
    jobs.forEach(Job::result);
    assertThat(disk.syncs() - before).isLessThan(200);
    assertThat(afterACrash().revision()).isEqualTo(200);
    journal.close();
  }

  @Test
  void close_everythingAppended_isThereAndTheEndWasOrderly() {
    Journal journal = start(PATIENT);
    for (int i = 0; i < 2000; i++) {
      append(journal, trail.put("a" + i % 10, i));
    }
    journal.close();
    journal.close();
    Recovered recovered = afterACrash();
    assertThat(recovered.revision()).isEqualTo(2000);
    assertThat(recovered.nextRevision()).isEqualTo(2001);
    assertThat(recovered.orderly()).isTrue();
    assertThat(recovered.lost()).isEmpty();
    assertThatThrownBy(journal::admit).isInstanceOf(ClosedException.class);
  }

  @Test
  void start_again_goesOnInAnotherLog() {
    for (int round = 1; round <= 3; round++) {
      Journal journal = start(QUICK);
      append(journal, trail.put("a", round));
      journal.close();
      assertThat(FileNames.logs(disk.fileNames())).hasSize(round);
    }
    trail.checkpoint(disk, trail.recover(disk), 3);
    assertThat(FileNames.logs(disk.fileNames())).hasSize(1);
    assertThat(trail.recover(disk).revision()).isEqualTo(3);
  }

  // ── a disk that fails ──────────────────────────────────────────────────────────────────────

  @Test
  void sync_failsOnce_nothingIsWrittenAnyMoreAndTheNextStartRecovers() {
    Journal journal = start(PATIENT);
    journal.awaitDurable(append(journal, trail.put("a", 1)));
    disk.failNextSync();
    long lost = append(journal, trail.put("a", 2));
    assertThatThrownBy(() -> journal.awaitDurable(lost))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("revision 2")
        .hasMessageContaining("not synced");
    int operations = disk.operations();
    assertThatThrownBy(journal::admit)
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("open the database again");
    assertThatThrownBy(() -> journal.durable(lost).join())
        .hasCauseInstanceOf(StorageFailedException.class);
    journal.awaitDurable(1);
    assertThatThrownBy(journal::close).isInstanceOf(StorageFailedException.class);
    assertThat(disk.operations()).isEqualTo(operations);

    // Reading shows what the disk has lost: it is made durable before anything relies on it.
    Recovered recovered = trail.recover(disk);
    Journal next = Journal.start(disk, recovered, PATIENT);
    assertThat(afterACrash().revision()).isEqualTo(recovered.revision());
    next.close();
  }

  @Test
  void write_stopsHalfWay_nothingIsWrittenAnyMore() {
    Journal journal = start(PATIENT);
    journal.awaitDurable(append(journal, trail.put("a", 1)));
    disk.failAt(disk.operations() + 1, FaultyDisk.Fault.SHORT);
    long lost = append(journal, trail.put("a", 2));
    assertThatThrownBy(() -> journal.awaitDurable(lost))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("short write");
    assertThatThrownBy(journal::close).isInstanceOf(StorageFailedException.class);
    assertThat(afterACrash().revision()).isEqualTo(1);
  }

  @Test
  void disk_fullAtEveryByte_refusesCommitsAndLosesNoneThatWasLetIn() {
    for (long room = 0; room < 3_000; room += 7) {
      fullDisk(room);
    }
  }

  private void fullDisk(long room) {
    FaultyDisk small = new FaultyDisk();
    Trail own = new Trail();
    Journal journal = Journal.start(small, own.recover(small), QUICK);
    small.room(small.usedBytes() + room);
    int made = 0;
    try {
      while (made < 1000) {
        journal.admit();
        Write write = own.commit(own.put("key" + made % 5, "v".repeat(50))).getFirst();
        journal.append(own.revision(), write.entry(), write.next());
        made++;
        journal.awaitDurable(own.revision());
      }
      throw new AssertionError("never full");
    } catch (StorageFullException e) {
      assertThat(e).hasMessageContaining("once there is room");
    }
    assertThat(own.recover(small.after(NOTHING)).revision()).isEqualTo(made);

    small.room(Long.MAX_VALUE);
    Await.until("writing goes on", () -> isLetIn(journal));
    Write write = own.commit(own.put("more", 1)).getFirst();
    journal.append(own.revision(), write.entry(), write.next());
    journal.awaitDurable(own.revision());
    assertThat(own.recover(small.after(NOTHING)).revision()).isEqualTo(made + 1);
    journal.close();
  }

  private static boolean isLetIn(Journal journal) {
    try {
      journal.admit();
      return true;
    } catch (StorageFullException e) {
      return false;
    }
  }

  @Test
  void start_onAFullDisk_saysSo() {
    start(QUICK).close();
    disk.room(10);
    assertThatThrownBy(() -> start(QUICK)).isInstanceOf(StorageFullException.class);
    disk.room(Long.MAX_VALUE);
    start(QUICK).close();
  }

  @Test
  void admit_moreThanCanWait_waitsUntilItIsWritten() {
    // Room for few, so that the gate shuts and opens all the time.
    Journal journal = start(new JournalSettings(1 << 20, 400, 1_000_000, 1_000_000, 100_000));
    for (int i = 0; i < 3_000; i++) {
      append(journal, trail.put("a" + i % 50, "v".repeat(100)));
    }
    journal.awaitDurable(trail.revision());
    assertThat(afterACrash().revision()).isEqualTo(3_000);
    journal.close();
  }
}

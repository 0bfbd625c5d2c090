package dev.keyhold.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.Seeds;
import dev.keyhold.error.StorageDamagedException;
import dev.keyhold.error.StorageException;
import dev.keyhold.internal.version.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * "A commit is all there or not there at all", at every operation of a small life, and after every
 * way in which the disk may have kept what was not synced. No threads: the life is the same each
 * time.
 */
class LogCrashTest {
  /** A life of a database, and how far it came. */
  private static final class Life {
    final FaultyDisk disk;
    final Trail trail = new Trail();
    final ByteSink batch = new ByteSink();
    long acknowledged;

    Life(FaultyDisk disk) {
      this.disk = disk;
    }

    /** Commits, several to a batch, two logs and more, a checkpoint in between, an orderly end. */
    void run() throws IOException {
      Recovered fresh = trail.recover(disk);
      LogWriter log = new LogWriter(disk, fresh.database(), 700, 1, 0, () -> 5);
      write(log, trail.commit(trail.put("a", 1)));
      sync(log);
      write(log, trail.commit(trail.put("b", "two"), trail.put("c", 3, 999)));
      write(log, trail.commit(trail.remove("a")), trail.commit(trail.put("b", List.of(1, 2))));
      sync(log);
      log.mark();
      write(log, trail.commit(trail.put("a", "again"), trail.remove("c")));
      write(log, trail.commit(trail.put("d", "x".repeat(60))));
      write(log, trail.commit(trail.put("e", true)));
      write(log, trail.commit(trail.remove("e")));
      write(log, trail.commit(trail.put("a", 4), trail.put("b", 5)));
      write(log, trail.commit(trail.put("e", "z")));
      sync(log);
      trail.checkpoint(disk, fresh, 6);
      write(log, trail.commit(trail.put("f", "y".repeat(90))));
      write(log, trail.commit(trail.remove("d")), trail.commit(trail.put("d", 0)));
      sync(log);
      log.end();
      log.close();
    }

    @SafeVarargs
    final void write(LogWriter log, List<Write>... commits) throws IOException {
      batch.clear(Frame.BYTES);
      for (List<Write> each : commits) {
        Format.commit(batch, each);
      }
      log.write(batch, commits.length);
    }

    void sync(LogWriter log) throws IOException {
      log.sync();
      acknowledged = log.next() - 1;
    }

    /** What is there after a crash is a beginning with all that was acknowledged; life goes on. */
    void recoverAndGoOn(FaultyDisk left) throws IOException {
      Recovered recovered = trail.recover(left);
      assertThat(recovered.revision()).isGreaterThanOrEqualTo(acknowledged);
      assertThat(recovered.nextRevision()).isGreaterThan(trail.newest());
      Trail later = trail.fork();
      later.goOn(recovered.nextRevision(), recovered.revision());
      LogWriter log =
          new LogWriter(
              left,
              recovered.database(),
              400,
              recovered.nextRevision(),
              recovered.revision(),
              () -> 6);
      write(log, later.commit(later.put("later", 1)));
      log.sync();
      log.close();
      assertThat(later.recover(left.copy()).revision()).isEqualTo(recovered.nextRevision());
    }
  }

  private static int crashes(Consumer<Life> afterEach) throws IOException {
    for (int operation = 1; ; operation++) {
      FaultyDisk disk = new FaultyDisk();
      disk.failAt(operation, FaultyDisk.Fault.CRASH);
      Life life = new Life(disk);
      try {
        life.run();
      } catch (IOException | StorageException e) {
        assertThat(disk.hasCrashed()).isTrue();
      }
      if (!disk.hasCrashed()) {
        return operation - 1;
      }
      afterEach.accept(life);
    }
  }

  /** What is left if each decision is taken from a list, in which missing ones are "no". */
  private static final class Tape implements FaultyDisk.Choice {
    private final List<Integer> decisions = new ArrayList<>();
    private final List<Integer> bounds = new ArrayList<>();
    private final boolean tearsLast;
    private int at;

    Tape(boolean tearsLast) {
      this.tearsLast = tearsLast;
    }

    private int next(int bound) {
      if (at == decisions.size()) {
        decisions.add(0);
        bounds.add(bound);
      }
      return decisions.get(at++);
    }

    /** Goes on to decisions that were not taken yet; false: all were. */
    boolean advance() {
      at = 0;
      while (!decisions.isEmpty()) {
        int last = decisions.size() - 1;
        int value = decisions.get(last) + 1;
        if (value < bounds.get(last)) {
          decisions.set(last, value);
          return true;
        }
        decisions.removeLast();
        bounds.removeLast();
      }
      return false;
    }

    @Override
    public int written(int length, boolean last) {
      return last && tearsLast ? next(length + 1) : next(2) * length;
    }

    @Override
    public boolean happened() {
      return next(2) == 1;
    }
  }

  @Test
  void log_crashAtEveryOperation_lastWriteTornAtEveryByte_hasAllThatWasSynced() throws IOException {
    int operations =
        crashes(life -> {
          int[] kept = {0};
          boolean[] torn = {true};
          while (torn[0]) {
            torn[0] = false;
            FaultyDisk left =
                life.disk.after(
                    new FaultyDisk.Choice() {
                      @Override
                      public int written(int length, boolean last) {
                        if (!last) {
                          return length;
                        }
                        torn[0] = kept[0] < length;
                        return Math.min(kept[0], length);
                      }

                      @Override
                      public boolean happened() {
                        return true;
                      }
                    });
            goOn(life, left);
            kept[0]++;
          }
        });
    assertThat(operations).isGreaterThan(30);
  }

  @Test
  void log_crashAtEveryOperation_everySubsetOfWhatWasNotSynced_hasAllThatWasSynced()
      throws IOException {
    int[] images = {0};
    crashes(life -> {
      Tape tape = new Tape(false);
      do {
        goOn(life, life.disk.after(tape));
        images[0]++;
      } while (tape.advance());
    });
    assertThat(images[0]).isGreaterThan(200);
  }

  @Test
  void log_crashAtEveryOperation_unsyncedTornAtRandom_hasAllThatWasSynced() throws IOException {
    RandomGenerator random = Seeds.random(this);
    crashes(life -> {
      for (int i = 0; i < 20; i++) {
        goOn(life, life.disk.after(anything(random)));
      }
    });
  }

  static FaultyDisk.Choice anything(RandomGenerator random) {
    return new FaultyDisk.Choice() {
      @Override
      public int written(int length, boolean last) {
        return switch (random.nextInt(3)) {
          case 0 -> 0;
          case 1 -> length;
          default -> random.nextInt(length + 1);
        };
      }

      @Override
      public boolean happened() {
        return random.nextBoolean();
      }
    };
  }

  private static void goOn(Life life, FaultyDisk left) {
    try {
      life.recoverAndGoOn(left);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void log_crashWhileItIsRecovered_isRecoveredAllTheSame() throws IOException {
    RandomGenerator random = Seeds.random(this);
    crashes(life -> {
      FaultyDisk first = life.disk.after(anything(random));
      for (int operation = 1; ; operation++) {
        FaultyDisk again = first.copy();
        again.failAt(operation, FaultyDisk.Fault.CRASH);
        try {
          life.trail.recover(again);
        } catch (StorageException e) {
          assertThat(again.hasCrashed()).isTrue();
        }
        if (!again.hasCrashed()) {
          break;
        }
        goOn(life, again.after(anything(random)));
      }
    });
  }

  // ── bits ───────────────────────────────────────────────────────────────────────────────────

  @Test
  void everyBit_turnedOverAfterAnOrderlyEnd_isFoundAndNeverServed() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    Life life = new Life(disk);
    life.run();
    assertThat(Inspection.of(disk).findings()).isEmpty();
    int notNeeded = 0;
    for (String name : disk.list()) {
      for (int bit = 0; bit < disk.bytes(name).length * 8; bit++) {
        FaultyDisk flipped = disk.copy();
        flipped.flip(name, bit);
        Inspection inspection = Inspection.of(flipped);
        assertThat(inspection.findings()).as("%s bit %d", name, bit).isNotEmpty();
        assertThat(inspection.findings().getFirst().file()).isEqualTo(name);
        try {
          Recovered recovered = life.trail.recover(flipped);
          assertThat(recovered.revision()).isEqualTo(life.trail.revision());
          notNeeded++;
        } catch (StorageDamagedException e) {
          assertThat(e.file()).isEqualTo(name);
          assertThat(e.byteOffset()).isLessThanOrEqualTo(bit / 8);
          assertThat(e).hasMessageContaining("--salvage").hasMessageContaining("backup");
        }
      }
    }
    // The last word, that the end was orderly, is the one thing that nothing vouches for.
    assertThat(notNeeded).isLessThanOrEqualTo(Frame.BYTES * 8);
  }

  @Test
  void everyBit_turnedOverAfterACrash_isFoundOrCutAndNeverServed() throws IOException {
    crashes(life -> {
      FaultyDisk left = life.disk.after(all());
      try {
        for (String name : left.list()) {
          for (int bit = 5; bit < left.bytes(name).length * 8; bit += 8) {
            FaultyDisk flipped = left.copy();
            flipped.flip(name, bit);
            try {
              life.trail.recover(flipped); // some state that there was
            } catch (StorageDamagedException e) {
              assertThat(e.file()).isEqualTo(name);
            }
          }
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
  }

  private static FaultyDisk.Choice all() {
    return new FaultyDisk.Choice() {
      @Override
      public int written(int length, boolean last) {
        return length;
      }

      @Override
      public boolean happened() {
        return true;
      }
    };
  }

  @Test
  void salvage_aBrokenBatch_keepsWhatIsWholeAndListsWhatIsNot() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    Life life = new Life(disk);
    LogWriter log = new LogWriter(disk, life.trail.recover(disk).database(), 9999, 1, 0, () -> 5);
    life.write(log, life.trail.commit(life.trail.put("a", 1)));
    long from = log.position();
    life.write(log, life.trail.commit(life.trail.put("b", 2)));
    life.write(log, life.trail.commit(life.trail.put("c", 3)));
    log.end();
    disk.flip(FileNames.log(1), (int) (from + Frame.BYTES + 3) * 8);

    assertThatThrownBy(() -> life.trail.recover(disk.copy()))
        .isInstanceOf(StorageDamagedException.class)
        .hasMessageContaining("byte " + from);

    Trail.State kept = new Trail.State();
    Recovered salvaged = Recovery.run(disk, kept, true, _ -> {});
    assertThat(kept.held.keySet()).containsExactly("a", "c");
    assertThat(salvaged.revision()).isEqualTo(3);
    assertThat(salvaged.lost())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.kind()).isEqualTo(Finding.Kind.DAMAGED);
          assertThat(each.byteOffset()).isEqualTo(from);
          assertThat(each.what()).contains("1 commits");
        });
  }

  @Test
  void batch_brokenThoughALaterOneKnewItOnDisk_isDamageAfterACrash() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    Life life = new Life(disk);
    LogWriter log = new LogWriter(disk, life.trail.recover(disk).database(), 9999, 1, 0, () -> 5);
    life.write(log, life.trail.commit(life.trail.put("a", 1)));
    life.sync(log);
    life.write(log, life.trail.commit(life.trail.put("b", 2)));
    disk.flip(FileNames.log(1), (FileHeader.BYTES + Frame.BYTES) * 8);
    assertThatThrownBy(() -> life.trail.recover(disk))
        .isInstanceOf(StorageDamagedException.class)
        .hasMessageContaining("byte " + FileHeader.BYTES);
  }

  @Test
  void logs_oneIsMissing_isDamage() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    Life life = new Life(disk);
    LogWriter log = new LogWriter(disk, life.trail.recover(disk).database(), 100, 1, 0, () -> 5);
    for (int i = 0; i < 6; i++) {
      life.write(log, life.trail.commit(life.trail.put("a", i)));
    }
    log.end();
    List<String> logs = FileNames.logs(disk.list());
    assertThat(logs).hasSizeGreaterThan(2);
    disk.delete(logs.get(1));
    assertThatThrownBy(() -> life.trail.recover(disk))
        .isInstanceOf(StorageDamagedException.class)
        .hasMessageContaining("no file has what is between");
    assertThat(Inspection.of(disk).isWhole()).isFalse();
  }
}

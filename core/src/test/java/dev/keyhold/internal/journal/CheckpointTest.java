package dev.keyhold.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.StorageDamagedException;
import dev.keyhold.error.StorageFullException;
import dev.keyhold.internal.version.Write;
import dev.keyhold.json.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private static final int KEYS = 40;

  private final FaultyDisk disk = new FaultyDisk();
  private final Trail trail = new Trail();
  private final Recovered fresh = trail.recover(disk);

  /** Commits values that take several blocks, and hardly get smaller. */
  private void commitMuch() {
    Journal journal = Journal.start(disk, fresh, JournalTest.QUICK);
    Random random = new Random(5);
    for (int i = 0; i < KEYS; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(20_000, 'a', 'z').forEach(each -> text.append((char) each));
      journal.admit();
      Write write = trail.commit(trail.put("key%02d".formatted(i), text.toString())).getFirst();
      journal.append(trail.revision(), write.entry(), write.next());
    }
    journal.close();
  }

  @Test
  void checkpoint_complete_isWhatTheNextStartBeginsWith() {
    commitMuch();
    trail.checkpoint(disk, fresh, KEYS);
    assertThat(FileNames.checkpoints(disk.fileNames())).hasSize(1);
    assertThat(FileNames.logs(disk.fileNames())).hasSize(1);
    Recovered recovered = trail.recover(disk);
    assertThat(recovered.entries()).isEqualTo(KEYS);
    assertThat(recovered.orderly()).isTrue();
  }

  @Test
  void checkpoint_notCommitted_leavesNothing() {
    commitMuch();
    try (CheckpointWriter out = CheckpointWriter.begin(disk, fresh.database(), KEYS, 0)) {
      out.add(new byte[] {'a'}, Json.TRUE, 1, 1, Long.MAX_VALUE);
    }
    assertThat(disk.fileNames()).allMatch(FileNames::isLog);
  }

  @Test
  void checkpoint_noRoom_isTakenBackAndNothingIsLost() {
    commitMuch();
    disk.room(disk.usedBytes() + 300_000);
    assertThatThrownBy(() -> trail.checkpoint(disk, fresh, KEYS))
        .isInstanceOf(StorageFullException.class);
    assertThat(disk.fileNames()).allMatch(FileNames::isLog);
    disk.room(Long.MAX_VALUE);
    assertThat(trail.recover(disk).revision()).isEqualTo(KEYS);
  }

  @Test
  void salvage_aBrokenBlock_keepsTheOthersAndTheNextCheckpointMends() {
    commitMuch();
    trail.checkpoint(disk, fresh, KEYS);
    String name = FileNames.checkpoint(KEYS);
    disk.flip(name, disk.bytes(name).length / 2 * 8);
    assertThatThrownBy(() -> trail.recover(disk.copy()))
        .isInstanceOf(StorageDamagedException.class)
        .hasMessageContaining(name);
    assertThat(Inspection.of(disk).isWhole()).isFalse();

    Trail.State kept = new Trail.State();
    Recovered salvaged = Recovery.run(disk, kept, true, _ -> {});
    assertThat(salvaged.lost()).isNotEmpty();
    assertThat(salvaged.lost().getFirst().file()).isEqualTo(name);
    assertThat(kept.held.size()).isBetween(1, KEYS - 1);
    kept.held.forEach((key, held) -> assertThat(trail.state(KEYS)).containsEntry(key, held));

    Trail mended = new Trail();
    for (var each : kept.held.entrySet()) {
      mended.commit(mended.put(each.getKey(), Json.parse(each.getValue().value())));
    }
    mended.goOn(KEYS + 1, mended.revision());
    mended.checkpoint(disk, fresh, KEYS);
    assertThat(mended.recover(disk).revision()).isEqualTo(KEYS);
    assertThat(Inspection.of(disk).findings()).isEmpty();
  }
}

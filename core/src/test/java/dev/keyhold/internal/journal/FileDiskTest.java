package dev.keyhold.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.error.StorageUnusableException;
import dev.keyhold.internal.version.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {
  @TempDir Path temporary;

  @Test
  void disk_directoryNotThere_isMade() throws IOException {
    Path directory = temporary.resolve("a/b");
    FileDisk disk = FileDisk.at(directory);
    assertThat(Files.isDirectory(directory)).isTrue();
    assertThat(disk.list()).isEmpty();
    assertThat(disk).hasToString(directory.toString());
  }

  @Test
  void file_written_isReadBackCutAndRenamed() throws IOException {
    FileDisk disk = FileDisk.at(temporary);
    try (DiskFile file = disk.create("one")) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 0);
      file.write(ByteBuffer.wrap(new byte[] {9}), 1);
      file.sync();
      file.truncate(3);
    }
    disk.rename("one", "two");
    disk.sync();
    assertThat(disk.list()).containsExactly("two");
    try (DiskFile file = disk.open("two")) {
      ByteBuffer bytes = ByteBuffer.allocate(9);
      assertThat(file.read(bytes, 1)).isEqualTo(2);
      assertThat(bytes.array()).startsWith(9, 3);
      assertThat(file.size()).isEqualTo(3);
    }
    disk.delete("two");
    disk.delete("two");
    assertThat(disk.list()).isEmpty();
  }

  @Test
  void lock_heldByAnother_isRefusedAtOnce() {
    FileDisk disk = FileDisk.at(temporary);
    try (DirectoryLock lock = DirectoryLock.take(disk)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> DirectoryLock.take(FileDisk.at(temporary)))
          .isInstanceOf(StorageUnusableException.class)
          .hasMessageContaining(temporary + " is in use");
    }
    DirectoryLock.take(disk).close();
  }

  @Test
  void disk_aFileWhereTheDirectoryShouldBe_isRefused() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> FileDisk.at(file.resolve("data")))
        .isInstanceOf(StorageUnusableException.class)
        .hasMessageContaining("see that it can be read and written");
  }

  @Test
  void journal_onFiles_isRecovered() throws IOException {
    FileDisk disk = FileDisk.at(temporary);
    Trail trail = new Trail();
    for (int life = 1; life <= 3; life++) {
      Recovered recovered = trail.recover(disk);
      Journal journal = Journal.start(disk, recovered, JournalTest.QUICK);
      for (int i = 0; i < 500; i++) {
        journal.admit();
        List<Write> commit = trail.commit(trail.put("key" + i % 40, i), trail.put("life", life));
        journal.append(trail.revision(), commit);
        journal.syncSoon();
      }
      if (life == 2) {
        trail.checkpoint(disk, recovered, trail.revision());
      }
      journal.close();
    }
    assertThat(trail.recover(disk).revision()).isEqualTo(1500);
    assertThat(FileNames.checkpoints(disk.list())).hasSize(1);
    assertThat(Inspection.of(disk).findings()).isEmpty();
  }
}

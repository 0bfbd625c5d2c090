package dev.keyhold.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhold.Seeds;
import dev.keyhold.error.StorageUnusableException;
import dev.keyhold.internal.version.Version;
import dev.keyhold.internal.version.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/** What {@code docs/file-format.md} says is how it is. */
class FileFormatTest {
  private static final Path DOCUMENT = Path.of("../docs/file-format.md");
  private static final UUID DATABASE = UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f");

  private final FaultyDisk disk = new FaultyDisk();
  private final Trail trail = new Trail();

  /** The log that the document shows. */
  private byte[] example() throws IOException {
    LogWriter log = new LogWriter(disk, DATABASE, 9999, 1, 0, () -> 1000);
    ByteSink batch = new ByteSink();
    batch.clear(Frame.BYTES);
    Format.commit(batch, trail.commit(trail.put("my-key", 42)));
    Format.commit(batch, trail.commit(trail.put("b", true, 300), trail.remove("my-key")));
    log.write(batch, 2);
    log.end();
    return disk.bytes(FileNames.log(1));
  }

  private static String dump(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < bytes.length; row += 16) {
      StringBuilder hex = new StringBuilder();
      StringBuilder plain = new StringBuilder();
      for (int at = row; at < Math.min(bytes.length, row + 16); at++) {
        hex.append("%02x ".formatted(bytes[at]));
        plain.append(bytes[at] >= 32 && bytes[at] < 127 ? (char) bytes[at] : '.');
      }
      text.append("%4d  %-48s %s%n".formatted(row, hex, plain));
    }
    return text.toString();
  }

  @Test
  void log_ofTheExample_isByteForByteInTheDocument() throws IOException {
    Matcher shown =
        Pattern.compile("<!-- log -->\n```text\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCUMENT));
    assertThat(shown.find()).isTrue();
    assertThat(shown.group(1)).isEqualTo(dump(example()));
  }

  @Test
  void log_ofTheExample_readByTheDocumentAlone_hasWhatWasCommitted()
      throws IOException, DataFormatException {
    IndependentReader reader = new IndependentReader();
    reader.read(example());
    assertThat(reader.revision).isEqualTo(2);
    assertThat(reader.values).hasSize(1).containsEntry("b", "true until 300");
    assertThat(reader.frames).hasToString("KHBA KHEN ");
  }

  @Test
  void expiry_isToldFromARemoval() throws IOException {
    LogWriter log = new LogWriter(disk, DATABASE, 9999, 1, 0, () -> 1000);
    ByteSink batch = new ByteSink();
    batch.clear(Frame.BYTES);
    Write removal = trail.remove("a");
    Format.commit(batch, List.of(removal, new Write(removal.entry(), Version.expired())));
    log.write(batch, 1);
    log.end();
    StringBuilder seen = new StringBuilder();
    Trail.State state =
        new Trail.State() {
          @Override
          public void remove(byte[] key, long revision, boolean expired) {
            seen.append(expired ? "expired " : "removed ");
          }
        };
    Recovery.run(disk, state, false, _ -> {});
    assertThat(seen).hasToString("removed expired ");
  }

  @Test
  void directory_ofRandomCommits_readByTheDocumentAlone_hasWhatWasCommitted()
      throws IOException, DataFormatException {
    RandomGenerator random = Seeds.random(this);
    Recovered fresh = trail.recover(disk);
    Journal journal = Journal.start(disk, fresh, JournalTest.QUICK);
    for (int i = 1; i <= 300; i++) {
      journal.admit();
      journal.append(i, trail.random(random));
      if (i == 150) {
        trail.checkpoint(disk, fresh, 150);
      }
    }
    journal.close();
    IndependentReader reader = new IndependentReader();
    reader.read(disk.bytes(FileNames.checkpoints(disk.list()).getLast()));
    for (String log : FileNames.logs(disk.list())) {
      reader.read(disk.bytes(log));
    }
    assertThat(reader.revision).isEqualTo(300);
    assertThat(reader.values.keySet()).isEqualTo(trail.state(300).keySet());
    trail
        .state(300)
        .forEach((key, held) -> assertThat(reader.values.get(key)).startsWith(held.value()));
  }

  @Test
  void file_ofANewerVersion_isNotTakenForDamage() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(example()).putInt(8, 2);
    CRC32C sum = new CRC32C();
    sum.update(bytes.array(), 0, 52);
    disk.set(FileNames.log(1), bytes.putInt(52, (int) sum.getValue()).array());
    assertThatThrownBy(() -> trail.recover(disk))
        .isInstanceOf(StorageUnusableException.class)
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> Inspection.of(disk)).isInstanceOf(StorageUnusableException.class);
  }

  @Test
  void batch_aKeyThatLooksLikeOne_isNone() throws IOException {
    String inside = new String(example(), 56, 44, StandardCharsets.ISO_8859_1);
    FaultyDisk other = new FaultyDisk();
    LogWriter log = new LogWriter(other, DATABASE, 9999, 1, 0, () -> 1000);
    ByteSink batch = new ByteSink();
    batch.clear(Frame.BYTES);
    Trail own = new Trail();
    Format.commit(batch, own.commit(own.put(inside, 1)));
    log.write(batch, 1);
    log.sync();
    byte[] bytes = other.bytes(FileNames.log(1));
    bytes[60] ^= 1;
    other.set(FileNames.log(1), bytes);
    assertThat(own.recover(other).revision()).isEqualTo(0);
  }
}

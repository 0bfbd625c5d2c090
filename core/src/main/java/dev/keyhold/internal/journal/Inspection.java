package dev.keyhold.internal.journal;

import dev.keyhold.error.JsonParseException;
import dev.keyhold.internal.text.Utf8;
import dev.keyhold.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every byte of a directory and at all that must be so in it, and changes nothing. Whoever
 * calls holds the directory's lock.
 *
 * @param checkpoints how many there are
 * @param logs how many there are
 * @param entries of all checkpoints
 * @param commits of all logs
 * @param bytes of both
 * @param findings what is not as it should be; empty: all is well
 */
public record Inspection(
    int checkpoints, int logs, long entries, long commits, long bytes, List<Finding> findings) {

  public Inspection {
    findings = List.copyOf(findings);
  }

  /** Whether nothing is lost: at the most there is a torn end, as a crash leaves it. */
  public boolean isWhole() {
    return findings.stream().noneMatch(each -> each.kind() == Finding.Kind.DAMAGED);
  }

  /**
   * Inspects a directory.
   *
   * @throws dev.keyhold.error.StorageException its files cannot be read, or are of a newer version
   */
  public static Inspection of(Disk disk) {
    try {
      return new Inspector(disk).inspect();
    } catch (IOException e) {
      throw Trouble.unreadable(disk, e);
    }
  }

  private static final class Inspector implements RecoverySink {
    private final Disk disk;
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable UUID database;
    private long entries;
    private long commits;
    private long bytes;
    private String file = "";
    private long position;
    private byte[] lastKey = {};
    private boolean first;

    Inspector(Disk disk) {
      this.disk = disk;
    }

    Inspection inspect() throws IOException {
      List<String> names = disk.list();
      List<String> checkpoints = FileNames.checkpoints(names);
      List<String> logs = FileNames.logs(names);
      for (String each : names) {
        name(each);
      }
      for (String each : checkpoints) {
        checkpoint(each);
      }
      logs(logs, checkpoints.isEmpty() ? 0 : FileNames.revision(checkpoints.getLast()));
      return new Inspection(checkpoints.size(), logs.size(), entries, commits, bytes, findings);
    }

    private void name(String name) {
      if (FileNames.isUnfinished(name)) {
        add(name, 0, Finding.Kind.TORN, "not complete; the next start deletes it");
      } else if (!FileNames.isLog(name)
          && !FileNames.isCheckpoint(name)
          && !name.equals(FileNames.LOCK)
          && !name.equals(FileNames.RESERVE)) {
        add(name, 0, Finding.Kind.FOREIGN, "not a file of a database; nobody reads it");
      }
    }

    private void checkpoint(String name) throws IOException {
      begin(name);
      try (CheckpointReader reader = new CheckpointReader(disk, name)) {
        bytes += reader.size();
        header(reader.header());
        while (!reader.isComplete() && !reader.isAtEnd()) {
          position = reader.position();
          try {
            reader.step(this);
          } catch (Damage e) {
            findings.add(Finding.damaged(e));
            reader.resume();
          }
        }
        if (!reader.isComplete() && findings.stream().noneMatch(each -> each.file().equals(name))) {
          add(name, reader.size(), Finding.Kind.DAMAGED, "expected a footer; the file ends");
        }
      } catch (Damage e) {
        findings.add(Finding.damaged(e));
      }
    }

    private void logs(List<String> names, long base) throws IOException {
      long reached = base;
      int needed = names.isEmpty() ? 0 : Retired.firstNeeded(names, base);
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        begin(name);
        try (LogReader reader = new LogReader(disk, name)) {
          bytes += reader.size();
          header(reader.header());
          if (i >= needed && reader.header().previous() > reached) {
            add(
                name,
                0,
                Finding.Kind.DAMAGED,
                "expected a log that goes on behind revision %,d; it goes on behind %,d"
                    .formatted(reached, reader.header().previous()));
          }
          log(reader, i == names.size() - 1);
          commits += reader.commits();
          reached = Math.max(reached, reader.last());
        } catch (Damage e) {
          findings.add(Finding.damaged(e));
        }
      }
    }

    private void log(LogReader reader, boolean newest) throws IOException {
      while (!reader.isAtEnd()) {
        position = reader.position();
        try {
          reader.step(0, this);
        } catch (Damage e) {
          if (newest && reader.isTorn()) {
            findings.add(Finding.torn(e));
            return;
          }
          findings.add(Finding.damaged(e));
          reader.resume();
        }
      }
    }

    private void begin(String name) {
      file = name;
      position = 0;
      first = true;
    }

    private void header(FileHeader header) throws Damage {
      if (header.version() > FileHeader.VERSION) {
        throw Trouble.newer(disk, file, header.version());
      }
      if (database == null) {
        database = header.database();
      }
      if (!header.database().equals(database)) {
        throw new Damage(file, 0, "a file of " + database, "one of " + header.database());
      }
      if (header.revision() != FileNames.revision(file)) {
        throw new Damage(
            file, 0, "the revision of its name", "revision %,d".formatted(header.revision()));
      }
    }

    private void add(String name, long offset, Finding.Kind kind, String what) {
      findings.add(new Finding(name, offset, kind, what));
    }

    // ── what is in it ────────────────────────────────────────────────────────────────────────

    @Override
    public void entry(byte[] key, byte[] value, long revision, long created, long expiryMillis) {
      entries++;
      if (!first && Arrays.compareUnsigned(lastKey, key) >= 0) {
        bad("keys that rise", "one that does not");
      }
      first = false;
      lastKey = key;
      key(key);
      value(value);
    }

    @Override
    public void put(byte[] key, byte[] value, long revision, long expiryMillis) {
      key(key);
      value(value);
    }

    @Override
    public void remove(byte[] key, long revision, boolean expired) {
      key(key);
    }

    private void key(byte[] key) {
      int at = 0;
      while (at < key.length) {
        int length = key[at] >= 0 ? 1 : Utf8.sequence(key, at, key.length);
        if (length == 0) {
          bad("a key in UTF-8", "one that is not");
          return;
        }
        at += length;
      }
    }

    private void value(byte[] value) {
      try {
        if (Json.parse(value).byteLength() != value.length) {
          bad("minified JSON", "JSON that is not");
        }
      } catch (JsonParseException e) {
        bad("JSON", String.valueOf(e.getMessage()));
      }
    }

    private void bad(String expected, String found) {
      add(file, position, Finding.Kind.DAMAGED, "expected %s; %s".formatted(expected, found));
    }
  }
}

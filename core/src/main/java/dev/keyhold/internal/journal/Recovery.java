package dev.keyhold.internal.journal;

import dev.keyhold.error.StorageException;
import dev.keyhold.internal.wait.Host;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings back what a directory holds: the newest checkpoint, then the commits after it. */
public final class Recovery {
  /*
   *   checkpoint at R │ log with R + 1 in it │ log │ … │ newest log, torn or ended
   *
   *   C1 A file has its final name only if its header is on disk, a checkpoint only if all of it is.
   *   C2 A log was begun only when the one before it was on disk whole. So only the newest may be
   *      torn, and only behind what its own frames vouch for (LogWriter, W2).
   *   C3 A log says with which revision it begins and which was the last before it. The two are not
   *      neighbours after a crash, see Recovered.REVISIONS_LOST_MAX.
   *
   * Before the next log vouches for the newest one, that must be on disk. It was read, but that
   * does not tell: it may be in the system's memory only, and if a sync has failed the system thinks
   * that it is not. So what nobody vouches for is written again, as it is, and synced.
   */
  private static final int PIECE_BYTES = 1 << 20;
  private static final long QUIET_NANOS = 1_000_000_000;
  private static final long BETWEEN_NANOS = 100_000_000;

  private final Disk disk;
  private final RecoverySink sink;
  private final boolean salvage;
  private final Consumer<RecoveryProgress> progress;

  private final long sinceNanos = Host.current().nanoTime();
  private long toldNanos = sinceNanos + QUIET_NANOS - BETWEEN_NANOS;
  private final List<Finding> lost = new ArrayList<>();
  private @Nullable UUID database;
  private long entries;
  private long bytesDone;
  private long bytesTotal;

  /** All commits up to this one are given, or were lost. */
  private long reached;

  /** Above all that were made, as far as the files tell. */
  private long above = 1;

  private boolean orderly = true;

  private Recovery(
      Disk disk, RecoverySink sink, boolean salvage, Consumer<RecoveryProgress> progress) {
    this.disk = disk;
    this.salvage = salvage;
    this.progress = progress;
    this.sink = new Counting(sink);
  }

  /**
   * Recovers; the caller holds the lock of the directory. The torn end that a crash leaves is cut.
   *
   * @param sink is given what is there; if this throws, forget it
   * @param salvage whether to go on where something is damaged, and to list it in {@link
   *     Recovered#lost}. The damaged files stay as they are, so write a checkpoint before anything
   *     else: the next start begins with that
   * @param progress is told ten times a second, after the first second
   * @throws dev.keyhold.error.StorageDamagedException something is damaged, and that is not to be
   *     salvaged; nothing has been changed
   * @throws StorageException the files cannot be read, or are of a newer version
   */
  public static Recovered run(
      Disk disk, RecoverySink sink, boolean salvage, Consumer<RecoveryProgress> progress) {
    try {
      return new Recovery(disk, sink, salvage, progress).run();
    } catch (Damage e) {
      throw Trouble.damaged(disk, e);
    } catch (NoRoomException e) {
      throw Trouble.full(disk, e);
    } catch (IOException e) {
      throw Trouble.unreadable(disk, e);
    }
  }

  private Recovered run() throws IOException, Damage {
    List<String> names = disk.list();
    List<String> checkpoints = FileNames.checkpoints(names);
    List<String> logs = FileNames.logs(names);
    long base = checkpoints.isEmpty() ? 0 : FileNames.revision(checkpoints.getLast());
    logs = logs.isEmpty() ? logs : logs.subList(Retired.firstNeeded(logs, base), logs.size());
    if (!checkpoints.isEmpty()) {
      bytesTotal += size(checkpoints.getLast());
    }
    for (String each : logs) {
      bytesTotal += size(each);
    }
    if (!checkpoints.isEmpty()) {
      checkpoint(checkpoints.getLast());
    }
    logs(logs);
    for (String each : names) {
      if (FileNames.isUnfinished(each)) {
        disk.delete(each);
      }
    }
    long next = orderly ? above : above + Recovered.REVISIONS_LOST_MAX;
    UUID which = database == null ? UUID.randomUUID() : database;
    return new Recovered(which, reached, next, orderly, entries, bytesDone, lost);
  }

  private long size(String name) throws IOException {
    try (DiskFile file = disk.open(name)) {
      return file.size();
    }
  }

  // ── the checkpoint ─────────────────────────────────────────────────────────────────────────

  private void checkpoint(String name) throws IOException, Damage {
    long revision = FileNames.revision(name);
    orderly = false; // unless a log tells
    try (CheckpointReader reader = new CheckpointReader(disk, name)) {
      require(reader.header(), name);
      while (!reader.isComplete()) {
        try {
          reader.step(sink);
        } catch (Damage e) {
          lose(e);
          long missing = reader.resume();
          note(e, missing < 0 ? "entries up to its end" : "%,d entries".formatted(missing));
          if (reader.isAtEnd()) {
            break;
          }
        }
        tell(reader.position());
      }
      bytesDone += reader.size();
    } catch (Damage e) {
      lose(e);
      note(e, "all of its entries");
    }
    reached = revision;
    above = revision + 1;
  }

  // ── logs ───────────────────────────────────────────────────────────────────────────────────

  private void logs(List<String> names) throws IOException, Damage {
    for (String each : names) {
      try (LogReader reader = new LogReader(disk, each)) {
        require(reader.header(), each);
        follows(reader.header(), each);
        read(reader, each, each.equals(names.getLast()));
        bytesDone += reader.size();
      } catch (Damage e) {
        lose(e);
        note(e, "all of its commits");
        orderly = false;
        above = Math.max(above, FileNames.revision(each));
      }
    }
  }

  /** Whether nothing is missing between what was read so far and a log. */
  private void follows(FileHeader header, String name) throws Damage {
    if (header.previous() > reached) {
      Damage missing =
          new Damage(
              name,
              0,
              "a log that goes on behind revision %,d".formatted(reached),
              "it goes on behind %,d, and no file has what is between"
                  .formatted(header.previous()));
      lose(missing);
      note(missing, "revisions %,d to %,d".formatted(reached + 1, header.previous()));
    }
  }

  private void read(LogReader reader, String name, boolean newest) throws IOException, Damage {
    long after = reached;
    Damage torn = null;
    while (!reader.isAtEnd() && torn == null) {
      try {
        reader.step(after, sink);
        tell(reader.position());
      } catch (Damage e) {
        if (newest && reader.isTorn()) {
          torn = e;
        } else {
          lose(e);
          note(e, "%,d commits or more".formatted(reader.resume()));
        }
      }
    }
    if (newest) {
      settle(reader, name, torn);
    }
    reached = Math.max(reached, reader.last());
    above = Math.max(above, reader.next());
    orderly = reader.isEnded() && torn == null;
  }

  /** Makes what was read of the newest log durable, and cuts what is torn. */
  private void settle(LogReader reader, String name, @Nullable Damage torn) throws IOException {
    if (torn == null && reader.isEnded()) {
      return;
    }
    try (DiskFile file = disk.open(name)) {
      if (torn != null) {
        lost.add(Finding.torn(torn));
        file.truncate(reader.position());
      }
      rewrite(file, reader.vouched(), reader.position());
      file.sync();
    }
  }

  private static void rewrite(DiskFile file, long from, long to) throws IOException {
    for (long at = from; at < to; at += PIECE_BYTES) {
      ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, to - at));
      file.read(piece, at);
      file.write(piece.flip(), at);
    }
  }

  // ── both ───────────────────────────────────────────────────────────────────────────────────

  private void require(FileHeader header, String name) throws Damage {
    if (header.version() > FileHeader.VERSION) {
      throw Trouble.newer(disk, name, header.version());
    }
    if (database == null) {
      database = header.database();
    }
    if (!header.database().equals(database)) {
      throw new Damage(
          name, 0, "a file of the database " + database, "one of " + header.database());
    }
    if (header.revision() != FileNames.revision(name)) {
      throw new Damage(
          name, 0, "the revision of its name", "revision %,d".formatted(header.revision()));
    }
  }

  private void lose(Damage damage) throws Damage {
    if (!salvage) {
      throw damage;
    }
  }

  private void note(Damage damage, String what) {
    lost.add(
        new Finding(
            damage.file(),
            damage.byteOffset(),
            Finding.Kind.DAMAGED,
            "expected %s; %s; lost: %s".formatted(damage.expected(), damage.found(), what)));
  }

  private void tell(long position) {
    long now = Host.current().nanoTime();
    if (now - toldNanos >= BETWEEN_NANOS) {
      toldNanos = now;
      progress.accept(
          new RecoveryProgress(entries, bytesDone + position, bytesTotal, now - sinceNanos));
    }
  }

  /** Counts what is given. */
  private final class Counting implements RecoverySink {
    private final RecoverySink to;

    Counting(RecoverySink to) {
      this.to = Objects.requireNonNull(to);
    }

    @Override
    public void entry(byte[] key, byte[] value, long revision, long created, long expiryMillis) {
      entries++;
      to.entry(key, value, revision, created, expiryMillis);
    }

    @Override
    public void put(byte[] key, byte[] value, long revision, long expiryMillis) {
      entries++;
      to.put(key, value, revision, expiryMillis);
    }

    @Override
    public void remove(byte[] key, long revision, boolean expired) {
      entries++;
      to.remove(key, revision, expired);
    }
  }
}

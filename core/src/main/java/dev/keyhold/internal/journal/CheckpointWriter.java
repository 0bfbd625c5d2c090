package dev.keyhold.internal.journal;

import dev.keyhold.error.StorageException;
import dev.keyhold.json.Json;
import java.io.IOException;
import java.util.UUID;
import java.util.zip.Deflater;

/**
 * Writes the state at a revision into a file of its own, while commits go on. It counts from {@link
 * #commit} on; whatever happens before leaves the directory as it was. For one thread.
 *
 * <pre>{@code
 * try (CheckpointWriter out = CheckpointWriter.begin(disk, database, revision)) {
 *   for each entry of a snapshot at that revision, in the order of keys:
 *     out.add(key, value, writtenAt, created, expiry);
 *   out.commit();
 * }
 * }</pre>
 */
public final class CheckpointWriter implements AutoCloseable {
  /*
   * header │ block │ block │ … │ footer       written as checkpoint-N.new, synced, renamed, and the
   *                                           directory synced; only then is anything older deleted
   *
   * Blocks are packed by the JDK's Deflater at its fastest: see docs/decisions.md.
   */
  private static final int BLOCK_BYTES = 256 << 10;

  private final Disk disk;
  private final UUID database;
  private final long revision;
  private final String name;
  private final DiskFile file;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private final ByteSink raw = new ByteSink();
  private final ByteSink packed = new ByteSink();
  private final byte[] step = new byte[64 << 10];

  private long position = FileHeader.BYTES;
  private long entries;
  private int blockEntries;
  private int blocks;
  private long rawBytes;
  private boolean closed;

  private CheckpointWriter(Disk disk, UUID database, long revision) throws IOException {
    this.disk = disk;
    this.database = database;
    this.revision = revision;
    this.name = FileNames.checkpoint(revision);
    this.file = disk.create(FileNames.unfinished(name));
    raw.clear(0);
  }

  /**
   * Begins a checkpoint.
   *
   * @param database from {@link Recovered}
   * @param revision of the snapshot
   * @param timeMillis now, since 1970
   * @throws StorageException there is no room, or the disk fails
   */
  public static CheckpointWriter begin(Disk disk, UUID database, long revision, long timeMillis) {
    try {
      CheckpointWriter writer = new CheckpointWriter(disk, database, revision);
      writer.header(timeMillis);
      return writer;
    } catch (IOException e) {
      throw trouble(disk, e);
    }
  }

  private static StorageException trouble(Disk disk, IOException e) {
    return e instanceof NoRoomException ? Trouble.full(disk, e) : Trouble.failed(disk, e);
  }

  private void header(long timeMillis) throws IOException {
    FileHeader header =
        new FileHeader(
            FileHeader.CHECKPOINT, FileHeader.VERSION, database, revision, revision, timeMillis);
    file.write(header.encode(), 0);
  }

  /**
   * Adds an entry.
   *
   * @param key in UTF-8
   * @param writtenAt the revision that wrote the value
   * @param created the revision that put a value under the key when it held none
   * @param expiryMillis since 1970; {@link Long#MAX_VALUE}: never
   * @throws StorageException there is no room, or the disk fails
   */
  public void add(byte[] key, Json value, long writtenAt, long created, long expiryMillis) {
    if (blockEntries > 0 && raw.length() + (long) key.length + value.byteLength() > BLOCK_BYTES) {
      block();
    }
    Format.entry(raw, key, value, revision, writtenAt, created, expiryMillis);
    blockEntries++;
  }

  private void block() {
    packed.clear(Frame.BYTES);
    deflater.reset();
    deflater.setInput(raw.array(), 0, raw.length());
    deflater.finish();
    while (!deflater.finished()) {
      int count = deflater.deflate(step);
      packed.write(step, 0, count);
    }
    frame(Frame.BLOCK, blockEntries, raw.length());
    entries += blockEntries;
    rawBytes += raw.length();
    blocks++;
    blockEntries = 0;
    raw.clear(0);
  }

  private void frame(int kind, int count, long extra) {
    int payload = packed.length() - Frame.BYTES;
    Frame frame =
        new Frame(
            kind,
            payload,
            entries,
            count,
            extra,
            0,
            Frame.checksum(packed.array(), Frame.BYTES, payload));
    frame.encode(packed.array(), 0, database, position);
    try {
      file.write(packed.view(), position);
    } catch (IOException e) {
      throw trouble(disk, e);
    }
    position += packed.length();
  }

  /**
   * Completes the checkpoint: the next start begins with it. Older checkpoints are deleted, and
   * logs whose commits it has all.
   *
   * @return how many bytes it has
   * @throws StorageException there is no room, or the disk fails; the checkpoints before are there
   */
  public long commit() {
    if (blockEntries > 0) {
      block();
    }
    packed.clear(Frame.BYTES);
    frame(Frame.FOOTER, blocks, rawBytes);
    try {
      file.sync();
      disk.rename(FileNames.unfinished(name), name);
      closed = true;
      disk.sync();
      Retired.delete(disk, revision);
      file.close();
    } catch (IOException e) {
      throw trouble(disk, e);
    } finally {
      deflater.end();
    }
    return position;
  }

  /** Without a {@link #commit} before: takes everything back. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      deflater.end();
      try {
        file.close();
        disk.delete(FileNames.unfinished(name));
      } catch (IOException e) {
        // the next start deletes what is unfinished
      }
    }
  }
}

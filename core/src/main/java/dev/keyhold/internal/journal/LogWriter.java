package dev.keyhold.internal.journal;

import java.io.IOException;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Appends batches of commits to the newest log, and begins another when that is full. For one
 * thread.
 *
 * <p>After a {@link NoRoomException} of {@link #write} nothing has been written, and it can be
 * tried again. After any other exception, and any of {@link #sync}, nobody knows what the disk has:
 * what has been written since the last sync may be gone although reading shows it, and a second
 * sync would say that all is well (so do Linux and others: they report a lost page once). The log
 * must not be written any more.
 */
final class LogWriter {
  /*
   *            header │ batch │ batch │ mark │ batch │ batch │
   *                                   synced ▲               ▲ position
   *
   *   W1 [0, synced) is on disk, [synced, position) is whole batches that may not be.
   *   W2 Each frame tells the synced offset as it was: a reader that finds something broken before
   *      that offset knows that no crash did it.
   *   W3 A log is begun under its final name only when it has its header on disk, and the one before
   *      it has everything: so a log vouches for the one before it.
   */
  private final Disk disk;
  private final UUID database;
  private final long segmentBytes;
  private final LongSupplier clockMillis;

  private DiskFile file;
  private String name;
  private long position = FileHeader.BYTES;
  private long synced = FileHeader.BYTES;
  private long closedBytes;

  /** The revision of the first commit in this log. */
  private long first;

  /** The revision of the next commit. */
  private long next;

  /**
   * Begins a log.
   *
   * @param segmentBytes a log that has so many is followed by another one
   * @param next the revision of the first commit
   * @param previous the last one before it
   */
  LogWriter(
      Disk disk,
      UUID database,
      long segmentBytes,
      long next,
      long previous,
      LongSupplier clockMillis)
      throws IOException {
    this.disk = disk;
    this.database = database;
    this.segmentBytes = segmentBytes;
    this.clockMillis = clockMillis;
    this.first = next;
    this.next = next;
    this.name = FileNames.log(next);
    this.file = begin(name, previous);
  }

  private DiskFile begin(String as, long previous) throws IOException {
    FileHeader header =
        new FileHeader(
            FileHeader.LOG, FileHeader.VERSION, database, next, previous, clockMillis.getAsLong());
    String unfinished = FileNames.unfinished(as);
    DiskFile fresh = disk.create(unfinished);
    try {
      fresh.write(header.encode(), 0);
      fresh.sync();
      disk.rename(unfinished, as);
      disk.sync();
      return fresh;
    } catch (IOException e) {
      fresh.close();
      if (e instanceof NoRoomException) {
        disk.delete(unfinished);
      }
      throw e;
    }
  }

  /** The revision of the next commit. */
  long next() {
    return next;
  }

  /** Where this log ends. */
  long position() {
    return position;
  }

  /** How many bytes have been written in all, in this log and those before it. */
  long writtenBytes() {
    return closedBytes + position;
  }

  /** Whether there is something that a crash may take. */
  boolean isDirty() {
    return synced < position;
  }

  /**
   * Writes commits, all or none.
   *
   * @param batch their bytes, with room for the frame before them
   * @param commits how many; their revisions are the next ones
   */
  void write(ByteSink batch, int commits) throws IOException {
    if (position >= segmentBytes && next > first) {
      rotate();
    }
    int payload = batch.length() - Frame.BYTES;
    Frame frame =
        new Frame(
            Frame.BATCH,
            payload,
            next,
            commits,
            clockMillis.getAsLong(),
            synced,
            Frame.checksum(batch.array(), Frame.BYTES, payload));
    append(frame, batch);
    next += commits;
  }

  /** Writes up to where all is on disk, so that what is broken before it is known as damage. */
  void mark() throws IOException {
    mark(Frame.MARK);
  }

  /** Syncs, and says that nothing comes after. */
  void end() throws IOException {
    sync();
    mark(Frame.END);
    sync();
  }

  private void mark(int kind) throws IOException {
    ByteSink alone = new ByteSink();
    alone.clear(Frame.BYTES);
    append(
        new Frame(
            kind, 0, next, 0, clockMillis.getAsLong(), synced, Frame.checksum(new byte[0], 0, 0)),
        alone);
  }

  private void append(Frame frame, ByteSink bytes) throws IOException {
    frame.encode(bytes.array(), 0, database, position);
    try {
      file.write(bytes.view(), position);
    } catch (IOException e) {
      try {
        file.truncate(position);
      } catch (IOException again) {
        throw new IOException("neither written nor taken back: " + e.getMessage(), again);
      }
      throw e;
    }
    position += bytes.length();
  }

  /** Returns once all that has been written survives a crash. */
  void sync() throws IOException {
    if (isDirty()) {
      file.sync();
      synced = position;
    }
  }

  private void rotate() throws IOException {
    sync();
    String following = FileNames.log(next);
    DiskFile fresh = begin(following, next - 1);
    file.close();
    file = fresh;
    name = following;
    first = next;
    closedBytes += position;
    position = FileHeader.BYTES;
    synced = FileHeader.BYTES;
  }

  /** Leaves the file as it is. */
  void close() throws IOException {
    file.close();
  }

  @Override
  public String toString() {
    return name;
  }
}

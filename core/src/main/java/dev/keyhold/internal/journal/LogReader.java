package dev.keyhold.internal.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads one log from front to back, and judges what is broken in it. For one thread. */
final class LogReader implements Closeable {
  private final FileView view;
  private final String name;
  private final FileHeader header;

  private long position = FileHeader.BYTES;
  private long vouched = FileHeader.BYTES;
  private long next;
  private long commits;
  private boolean ended;

  /**
   * Reads the header.
   *
   * @throws Damage it is none
   */
  LogReader(Disk disk, String name) throws IOException, Damage {
    this.name = name;
    this.view = new FileView(disk, name);
    try {
      int count = (int) Math.min(view.size(), FileHeader.BYTES);
      int at = view.at(0, count);
      header = FileHeader.decode(ByteBuffer.wrap(view.bytes(), at, count), FileHeader.LOG, name);
    } catch (IOException | Damage e) {
      view.close();
      throw e;
    }
    next = header.revision();
  }

  FileHeader header() {
    return header;
  }

  /** How much has been read, all of it whole, or passed over. */
  long position() {
    return position;
  }

  long size() {
    return view.size();
  }

  /** Up to where some frame says that all was on disk. */
  long vouched() {
    return vouched;
  }

  /** The revision that would come next. */
  long next() {
    return next;
  }

  /** The last revision that was read; the last one before this log if there was none in it. */
  long last() {
    return commits == 0 ? header.previous() : next - 1;
  }

  long commits() {
    return commits;
  }

  /** Whether the last frame says that the database was closed. */
  boolean isEnded() {
    return ended;
  }

  boolean isAtEnd() {
    return position == view.size();
  }

  /**
   * Reads the next frame, and gives its commits.
   *
   * @param after commits up to this revision are not given
   * @throws Damage it is broken: nothing of it is given, and the position stays
   */
  void step(long after, RecoverySink sink) throws IOException, Damage {
    int at = view.at(position, Frame.BYTES);
    if (at < 0) {
      throw damage(
          "a frame of %d bytes".formatted(Frame.BYTES),
          "the file ends after %,d".formatted(view.size() - position));
    }
    Frame frame = Frame.decode(view.bytes(), at, header.database(), position);
    if (frame == null || !frame.isOfLog() || frame.synced() > position) {
      throw damage("a frame", "bytes that are none");
    }
    if (frame.first() != next) {
      throw damage("revision %,d".formatted(next), "revision %,d".formatted(frame.first()));
    }
    payload(frame, after, sink);
    position += Frame.BYTES + frame.payloadBytes();
    vouched = Math.max(vouched, frame.synced());
    next += frame.count();
    commits += frame.count();
    ended = frame.kind() == Frame.END;
  }

  private void payload(Frame frame, long after, RecoverySink sink) throws IOException, Damage {
    int length = frame.payloadBytes();
    int at = view.at(position + Frame.BYTES, length);
    if (at < 0) {
      throw damage(
          "%,d bytes of commits".formatted(length),
          "the file ends after %,d".formatted(view.size() - position - Frame.BYTES));
    }
    if (Frame.checksum(view.bytes(), at, length) != frame.payloadChecksum()) {
      throw damage(
          "%,d bytes of commits with their checksum".formatted(length), "another checksum");
    }
    try {
      new RecordReader(view.bytes(), at, length).commits(next, frame.count(), after, sink);
    } catch (RecordReader.Malformed e) {
      throw damage("%,d commits".formatted(frame.count()), String.valueOf(e.getMessage()));
    }
  }

  private Damage damage(String expected, String found) {
    return new Damage(name, position, expected, found);
  }

  /**
   * Whether a crash explains that the frame here is broken: nothing behind it was written when this
   * one was on disk already.
   */
  boolean isTorn() throws IOException {
    Frame each = null;
    for (long at = position + 1; at <= view.size() - Frame.BYTES; at++) {
      each = frameAt(at);
      if (each != null && each.synced() > position) {
        return false;
      }
    }
    return true;
  }

  /**
   * Passes over what is broken, to the next frame that is whole, or to the end.
   *
   * @return the revisions that are missing in between, up to the frame's; 0 at the end
   */
  long resume() throws IOException {
    for (long at = position + 1; at <= view.size() - Frame.BYTES; at++) {
      Frame each = frameAt(at);
      if (each != null && each.first() >= next) {
        position = at;
        long missing = each.first() - next;
        next = each.first();
        return missing;
      }
    }
    position = view.size();
    return 0;
  }

  private @Nullable Frame frameAt(long offset) throws IOException {
    int at = view.at(offset, Frame.BYTES);
    byte[] bytes = view.bytes();
    if (bytes[at] != 'K' || bytes[at + 1] != 'H') {
      return null;
    }
    Frame frame = Frame.decode(bytes, at, header.database(), offset);
    return frame != null && frame.isOfLog() ? frame : null;
  }

  @Override
  public void close() throws IOException {
    view.close();
  }
}

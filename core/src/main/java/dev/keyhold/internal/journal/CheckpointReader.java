package dev.keyhold.internal.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads one checkpoint from front to back. For one thread. */
final class CheckpointReader implements Closeable {
  private final FileView view;
  private final String name;
  private final FileHeader header;
  private final Inflater inflater = new Inflater();

  private byte[] raw = new byte[512 << 10];
  private long position = FileHeader.BYTES;
  private long entries;
  private long blocks;
  private long rawBytes;
  private boolean complete;

  CheckpointReader(Disk disk, String name) throws IOException, Damage {
    this.name = name;
    this.view = new FileView(disk, name);
    try {
      int count = (int) Math.min(view.size(), FileHeader.BYTES);
      int at = view.at(0, count);
      header =
          FileHeader.decode(ByteBuffer.wrap(view.bytes(), at, count), FileHeader.CHECKPOINT, name);
    } catch (IOException | Damage e) {
      view.close();
      throw e;
    }
  }

  FileHeader header() {
    return header;
  }

  long position() {
    return position;
  }

  long size() {
    return view.size();
  }

  long entries() {
    return entries;
  }

  /** Whether the footer has been read, and nothing is missing. */
  boolean isComplete() {
    return complete;
  }

  /** Whether there is nothing more to read. */
  boolean isAtEnd() {
    return position >= view.size();
  }

  /**
   * Reads the next block, and gives its entries; or reads the footer.
   *
   * @throws Damage it is broken: nothing of it is given, and the position stays
   */
  void step(RecoverySink sink) throws IOException, Damage {
    int at = view.at(position, Frame.BYTES);
    Frame frame = at < 0 ? null : Frame.decode(view.bytes(), at, header.database(), position);
    if (frame == null || (frame.kind() != Frame.BLOCK && frame.kind() != Frame.FOOTER)) {
      throw damage("a block", "bytes that are none");
    }
    if (frame.first() != entries) {
      throw damage(
          "a block behind %,d entries".formatted(entries),
          "one behind %,d".formatted(frame.first()));
    }
    at = view.at(position + Frame.BYTES, frame.payloadBytes());
    if (at < 0
        || Frame.checksum(view.bytes(), at, frame.payloadBytes()) != frame.payloadChecksum()) {
      throw damage(
          "%,d bytes with their checksum".formatted(frame.payloadBytes()), "another checksum");
    }
    if (frame.kind() == Frame.FOOTER) {
      footer(frame);
    } else {
      block(frame, at, sink);
    }
    position += Frame.BYTES + frame.payloadBytes();
  }

  private void footer(Frame frame) throws Damage {
    if (frame.count() != blocks || frame.extra() != rawBytes) {
      throw damage("a footer for %,d blocks".formatted(blocks), "one for " + frame.count());
    }
    if (position + Frame.BYTES + frame.payloadBytes() != view.size()) {
      throw damage("the end of the file behind the footer", "more bytes");
    }
    complete = true;
  }

  private void block(Frame frame, int at, RecoverySink sink) throws Damage {
    if (frame.extra() < 0 || frame.extra() > Format.BYTES_MAX) {
      throw damage("a block that fits into memory", "one of %,d bytes".formatted(frame.extra()));
    }
    int length = (int) frame.extra();
    if (raw.length < length) {
      raw = new byte[length];
    }
    inflater.reset();
    inflater.setInput(view.bytes(), at, frame.payloadBytes());
    try {
      int count = inflater.inflate(raw, 0, length);
      if (count != length) {
        throw damage("%,d bytes unpacked".formatted(length), "%,d".formatted(count));
      }
      new RecordReader(raw, 0, length).entries(header.revision(), frame.count(), sink);
    } catch (DataFormatException | RecordReader.Malformed e) {
      throw damage("%,d entries".formatted(frame.count()), String.valueOf(e.getMessage()));
    }
    entries += frame.count();
    rawBytes += length;
    blocks++;
  }

  private Damage damage(String expected, String found) {
    return new Damage(name, position, expected, found);
  }

  /**
   * Passes over what is broken, to the next block that is whole, or to the end.
   *
   * @return how many entries are missing in between; -1: there is none, and it is not known
   */
  long resume() throws IOException {
    for (long at = position + 1; at <= view.size() - Frame.BYTES; at++) {
      int index = view.at(at, Frame.BYTES);
      if (view.bytes()[index] == 'K' && view.bytes()[index + 1] == 'H') {
        Frame each = Frame.decode(view.bytes(), index, header.database(), at);
        if (each != null && each.first() >= entries) {
          long missing = each.first() - entries;
          position = at;
          entries = each.first();
          return missing;
        }
      }
    }
    position = view.size();
    return -1;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    view.close();
  }
}

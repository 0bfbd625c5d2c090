package dev.keyhold.internal.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads a file mostly from front to back, a large piece at a time. For one thread. */
final class FileView implements Closeable {
  private static final int PIECE_BYTES = 1 << 20;

  private final DiskFile file;
  private final long size;
  private byte[] piece = new byte[0];
  private long from;
  private int length;

  FileView(Disk disk, String name) throws IOException {
    file = disk.open(name);
    try {
      size = file.size();
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  long size() {
    return size;
  }

  /**
   * Makes some bytes readable in {@link #bytes}.
   *
   * @return the index of the first; -1: the file has not so many
   */
  int at(long offset, int count) throws IOException {
    if (count > size - offset) {
      return -1;
    }
    if (offset < from || offset + count > from + length) {
      load(offset, count);
    }
    return (int) (offset - from);
  }

  private void load(long offset, int count) throws IOException {
    int wanted = (int) Math.min(size - offset, Math.max(count, PIECE_BYTES));
    if (piece.length < wanted) {
      piece = new byte[wanted];
    }
    from = offset;
    length = file.read(ByteBuffer.wrap(piece, 0, wanted), offset);
    if (length < count) {
      throw new IOException("the file has become shorter while it was read");
    }
  }

  byte[] bytes() {
    return piece;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

package dev.keyhold.internal.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Disk}. One thread writes; any may read what has been written. */
public interface DiskFile extends Closeable {
  /**
   * Writes all bytes of the buffer that remain, from an offset on. If it throws, any part of them
   * may have been written.
   *
   * @throws NoRoomException there was not enough room for them
   */
  void write(ByteBuffer bytes, long offset) throws IOException;

  /**
   * Reads as many bytes as the buffer has room for, from an offset on.
   *
   * @return how many; fewer than asked for only at the end of the file
   */
  int read(ByteBuffer bytes, long offset) throws IOException;

  /** How many bytes it has. */
  long size() throws IOException;

  /** Cuts what is behind so many bytes. */
  void truncate(long size) throws IOException;

  /**
   * Returns once what has been written survives a crash. If it throws, nobody knows what is on the
   * disk, and calling it again tells nothing: see {@link LogWriter}.
   */
  void sync() throws IOException;
}

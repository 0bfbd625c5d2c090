package dev.keyhold.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Room on the disk for commits that have been accepted already when it gets full: a file of zeros,
 * deleted then. For one thread.
 */
final class Reserve {
  private static final int STEP_BYTES = 1 << 20;

  private final Disk disk;
  private final long bytes;
  private boolean isThere;

  Reserve(Disk disk, long bytes) {
    this.disk = disk;
    this.bytes = bytes;
  }

  /**
   * Makes it if it is not there.
   *
   * @throws NoRoomException there is no room for it
   */
  void acquire() throws IOException {
    if (isThere) {
      return;
    }
    try {
      fill();
      isThere = true;
    } catch (NoRoomException e) {
      disk.delete(FileNames.RESERVE);
      throw e;
    }
  }

  private void fill() throws IOException {
    try (DiskFile file = disk.create(FileNames.RESERVE)) {
      for (long at = 0; at < bytes; at += STEP_BYTES) {
        file.write(ByteBuffer.allocate((int) Math.min(STEP_BYTES, bytes - at)), at);
      }
    }
  }

  /** Gives the room back; whether there was any. */
  boolean release() throws IOException {
    boolean was = isThere;
    isThere = false;
    if (was) {
      disk.delete(FileNames.RESERVE);
    }
    return was;
  }
}

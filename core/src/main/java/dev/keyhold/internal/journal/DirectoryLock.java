package dev.keyhold.internal.journal;

import java.io.Closeable;
import java.io.IOException;

/**
 * Makes a directory this database's, until it is closed. Taken before anything else is done with
 * the directory, closed after all else.
 */
public final class DirectoryLock implements AutoCloseable {
  private final Closeable held;

  private DirectoryLock(Closeable held) {
    this.held = held;
  }

  /**
   * Takes the lock; does not wait for it.
   *
   * @throws dev.keyhold.error.StorageUnusableException somebody has it, in this process or another,
   *     or the directory cannot be written
   */
  public static DirectoryLock take(Disk disk) {
    Closeable held;
    try {
      held = disk.lock();
    } catch (IOException e) {
      throw Trouble.unreadable(disk, e);
    }
    if (held == null) {
      throw Trouble.inUse(disk);
    }
    return new DirectoryLock(held);
  }

  /** Gives the directory back; calling it again does nothing. */
  @Override
  public void close() {
    try {
      held.close();
    } catch (IOException e) {
      // the end of the process gives it back
    }
  }
}

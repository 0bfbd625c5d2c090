package dev.keyhold.internal.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One directory of files, as far as a database needs it; in tests, one that fails in every way a
 * disk can. Any thread may call anything.
 *
 * <p>What a crash leaves: of a file, what was there at its last {@link DiskFile#sync}, and any part
 * of what was written since, in any order; of the directory, the names that were there at the last
 * {@link #sync}, and any of the changes since. A renaming is whole or has not been.
 */
public interface Disk {
  /** The names of all files, in order. */
  List<String> list() throws IOException;

  /**
   * Makes an empty file and opens it; one of that name that was there is gone.
   *
   * @throws NoRoomException there is no room for it
   */
  DiskFile create(String name) throws IOException;

  /** Opens a file that is there, to read and to write. */
  DiskFile open(String name) throws IOException;

  /** Gives a file another name; one that had that name is gone. */
  void rename(String from, String to) throws IOException;

  /** Removes a file; nothing happens if it is not there. */
  void delete(String name) throws IOException;

  /** Returns once creations, renamings and deletions so far survive a crash. */
  void sync() throws IOException;

  /**
   * Makes this directory the caller's until the lock is closed, in this process and others.
   *
   * @return null: it is somebody else's
   */
  @Nullable Closeable lock() throws IOException;

  /** The directory, as messages name it. */
  @Override
  String toString();
}

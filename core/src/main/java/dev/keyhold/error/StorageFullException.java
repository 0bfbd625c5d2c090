package dev.keyhold.error;

import org.jspecify.annotations.Nullable;

/**
 * There is no room on the disk: the write is refused and nothing of it has happened. Reads go on,
 * and writes do again by themselves once there is room.
 */
public final class StorageFullException extends StorageException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message where there is no room, and the way out
   * @param cause what the file system said; null: not known any more
   */
  public StorageFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

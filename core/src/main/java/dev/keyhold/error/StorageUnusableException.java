package dev.keyhold.error;

import org.jspecify.annotations.Nullable;

/**
 * A directory cannot be opened as a database: another process uses it, a newer Keyhold has written
 * it, or it cannot be written. Nothing in it has been changed.
 */
public final class StorageUnusableException extends StorageException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which directory, what is in the way, and the way out
   * @param cause what the file system said; null: it has no part in it
   */
  public StorageUnusableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

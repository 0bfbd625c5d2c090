package dev.keyhold.error;

import org.jspecify.annotations.Nullable;

/**
 * The disk has failed to write or to sync, so nobody knows what is on it: the database can only be
 * read until it is opened anew. A commit that fails with this has not happened, unless the message
 * says that it is in memory and perhaps not on disk.
 */
public final class StorageFailedException extends StorageException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what failed, what is kept, and the way out
   * @param cause what the file system said
   */
  public StorageFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

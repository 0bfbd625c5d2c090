package dev.keyhold.error;

import org.jspecify.annotations.Nullable;

/** The files of a database cannot do what was asked. Reads of what is in memory go on. */
public abstract sealed class StorageException extends KeyholdException
    permits StorageDamagedException,
        StorageFailedException,
        StorageFullException,
        StorageUnusableException {
  private static final long serialVersionUID = 1L;

  StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

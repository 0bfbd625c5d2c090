package dev.keyhold.error;

import org.jspecify.annotations.Nullable;

/**
 * What Keyhold throws when a caller asks for something that cannot be. The family is sealed: a
 * {@code switch} over it is complete. Every message says what rule was broken, by which value, and
 * the way out. Errors of ours, not the caller's, are {@link AssertionError}s.
 */
public abstract sealed class KeyholdException extends RuntimeException
    permits ActorStoppedException,
        ClosedException,
        ConditionFailedException,
        DeadlockException,
        GuardClosedException,
        GuardCoverageException,
        GuardThreadException,
        InvalidKeyException,
        JsonException,
        LimitException,
        PartialInsertException,
        PoisonedException,
        RolledBackException,
        StorageException,
        WaitTimeoutException,
        WatchCallbackException,
        WatchLaggedException {
  private static final long serialVersionUID = 1L;

  KeyholdException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package dev.keyhold.error;

import org.jspecify.annotations.Nullable;

/** A guard was used after it had been closed: what it guarded may be somebody else's by now. */
public final class GuardClosedException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which guard, and where it was closed if that is known
   * @param closedAt carries the place of the close as its stack trace; null if not recorded
   */
  public GuardClosedException(String message, @Nullable Throwable closedAt) {
    super(message, closedAt);
  }
}

package dev.keyhold.error;

/** A guard was used after it had been closed: what it guarded may be somebody else's by now. */
public final class GuardClosedException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which guard, and where it was closed if that is known
   */
  public GuardClosedException(String message) {
    super(message, null);
  }
}

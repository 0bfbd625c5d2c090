package dev.keyhold.error;

/** A guard that is bound to its thread was used or closed by another one. */
public final class GuardThreadException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which guard, its thread, the calling thread, and the way out
   */
  public GuardThreadException(String message) {
    super(message, null);
  }
}

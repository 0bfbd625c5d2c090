package dev.keyhold.error;

/**
 * Somebody waited in line for longer than is allowed. The message shows who holds what was wanted
 * and who else waits; nothing is held, and nothing has changed.
 */
public final class WaitTimeoutException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was used how, and the way out
   */
  public WaitTimeoutException(String message) {
    super(message, null);
  }
}

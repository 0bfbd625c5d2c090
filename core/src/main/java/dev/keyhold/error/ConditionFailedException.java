package dev.keyhold.error;

/**
 * The condition that a request waited for could not be tested: its code threw. The cause is what it
 * threw. The lock is unharmed, and nobody else hears of it.
 */
public final class ConditionFailedException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which lock, and what became of the guard
   * @param cause what the condition threw
   */
  public ConditionFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.keyhold.error;

/**
 * A guard was used for a key that it does not cover, or covers for reading only. The message names
 * the key and what is covered.
 */
public final class GuardCoverageException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was used how, and the way out
   */
  public GuardCoverageException(String message) {
    super(message, null);
  }
}

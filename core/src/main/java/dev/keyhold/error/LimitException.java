package dev.keyhold.error;

/**
 * Something is larger than its limit. The message gives the value, the limit and the limit's name.
 */
public final class LimitException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is how large, the limit, and its name
   */
  public LimitException(String message) {
    super(message, null);
  }
}

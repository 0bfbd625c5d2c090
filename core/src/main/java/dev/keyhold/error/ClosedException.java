package dev.keyhold.error;

/** A database, a snapshot or something else that ends was used after it had been closed. */
public final class ClosedException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was used how, and the way out
   */
  public ClosedException(String message) {
    super(message, null);
  }
}

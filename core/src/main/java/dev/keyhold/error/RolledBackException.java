package dev.keyhold.error;

/**
 * A transaction has closed a circle of waiting with an older one and gives way: all it did is
 * undone, its guards are released, and it runs again from its beginning. Code inside of a
 * transaction lets this pass; if it does not, whatever it does next in this attempt throws it
 * again. The same where the transaction's task was interrupted while it waited: that ends it.
 *
 * <p>Out of a transaction it comes only if that was rolled back so often that running it again does
 * not help: it waits for somebody who waits for what its task holds otherwise.
 */
public final class RolledBackException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message who gives way to whom, and what happens next
   */
  public RolledBackException(String message) {
    super(message, null);
  }
}

package dev.keyhold.error;

/** A key that has no UTF-8 form, because it holds an unpaired surrogate. */
public final class InvalidKeyException extends KeyholdException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong with which key, and at which index
   */
  public InvalidKeyException(String message) {
    super(message, null);
  }
}

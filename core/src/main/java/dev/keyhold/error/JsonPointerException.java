package dev.keyhold.error;

/** A text that is not an RFC 6901 JSON pointer. */
public final class JsonPointerException extends JsonException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, where, and what was expected
   */
  public JsonPointerException(String message) {
    super(message, null);
  }
}

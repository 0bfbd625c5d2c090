package dev.keyhold.error;

/** A JSON value was read as what it is not: a string as a number, 1.5 as a {@code long}. */
public final class JsonTypeException extends JsonException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was asked for and what the value is
   */
  public JsonTypeException(String message) {
    super(message, null);
  }
}

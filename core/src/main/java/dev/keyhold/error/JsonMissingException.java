package dev.keyhold.error;

/** A JSON pointer that leads to nothing in the value it was used on. */
public final class JsonMissingException extends JsonException {
  private static final long serialVersionUID = 1L;

  /** The pointer that was asked for. */
  private final String pointer;

  /**
   * @param message the pointer, how far it leads, what is there instead, and the way out
   * @param pointer the pointer that was asked for
   */
  public JsonMissingException(String message, String pointer) {
    super(message, null);
    this.pointer = pointer;
  }

  /** The pointer that was asked for, as RFC 6901 text. */
  public String pointer() {
    return pointer;
  }
}

package dev.keyhold.error;

/** A text that is not an RFC 9535 JSONPath query. */
public final class JsonPathException extends JsonException {
  private static final long serialVersionUID = 1L;

  private final int index;

  /**
   * @param message what is wrong, where, and what was expected
   * @param index the index in the query at which it is wrong
   */
  public JsonPathException(String message, int index) {
    super(message, null);
    this.index = index;
  }

  /** The index in the query, in {@code char}s from 0, at which it is wrong. */
  public int index() {
    return index;
  }
}

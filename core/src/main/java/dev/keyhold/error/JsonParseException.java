package dev.keyhold.error;

/** A text that is not JSON: where it stops being so, and what was expected there. */
public final class JsonParseException extends JsonException {
  private static final long serialVersionUID = 1L;

  /** From 1. */
  private final int line;

  /** In code points, from 1. */
  private final int column;

  /** In UTF-8 bytes, from 0. */
  private final long byteOffset;

  /**
   * @param message what was found and what was expected, without the place
   * @param line from 1
   * @param column in code points, from 1
   * @param byteOffset in UTF-8 bytes, from 0
   */
  public JsonParseException(String message, int line, int column, long byteOffset) {
    super("line %d, column %d (byte %d): %s".formatted(line, column, byteOffset, message), null);
    this.line = line;
    this.column = column;
    this.byteOffset = byteOffset;
  }

  /** The line of the error, from 1. */
  public int line() {
    return line;
  }

  /** The column of the error in code points, from 1. */
  public int column() {
    return column;
  }

  /** The place of the error in UTF-8 bytes, from 0. */
  public long byteOffset() {
    return byteOffset;
  }
}

package dev.keyhold.json;

import dev.keyhold.error.JsonParseException;

/**
 * What is wrong with a text, and at which byte. Line and column are counted only once somebody
 * needs them, in {@link #locatedIn}: the minifier overwrites the text it reads.
 */
final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final String problem;

  Malformed(int offset, String problem) {
    super(problem, null, false, false);
    this.offset = offset;
    this.problem = problem;
  }

  /**
   * The error for the caller.
   *
   * @param source the text as it came; well-formed before the place of the error
   */
  JsonParseException locatedIn(byte[] source) {
    int line = 1;
    int column = 1;
    for (int at = 0; at < offset; at++) {
      byte b = source[at];
      if (b == '\n' || (b == '\r' && !(at + 1 < source.length && source[at + 1] == '\n'))) {
        line++;
        column = 1;
      } else if ((b & 0xC0) != 0x80) {
        column++;
      }
    }
    return new JsonParseException(problem, line, column, offset);
  }
}

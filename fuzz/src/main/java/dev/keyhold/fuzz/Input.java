package dev.keyhold.fuzz;

import java.nio.charset.StandardCharsets;

/**
 * The bytes that a fuzzer made up, line by line: the last part takes all that is left, so that a
 * document may have lines.
 */
final class Input {
  private final byte[] bytes;
  private int at;

  Input(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The next line, or what is left of the last one. What is no UTF-8 becomes an unpaired surrogate,
   * which a {@code String} may have and JSON may not.
   */
  String line() {
    int from = at;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return text(from, at++);
  }

  /** All that is left. */
  String rest() {
    int from = Math.min(at, bytes.length);
    at = bytes.length;
    return text(from, bytes.length);
  }

  private String text(int from, int to) {
    int begin = Math.min(from, bytes.length);
    return new String(bytes, begin, Math.min(to, bytes.length) - begin, StandardCharsets.UTF_8)
        .replace('\uFFFD', '\uD800');
  }

  /** Says that something does not hold that has to, whatever the input. */
  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}

package dev.keyhold.json;

import dev.keyhold.error.JsonPathException;
import dev.keyhold.error.LimitException;

/**
 * The text of a query as it is read: characters, numbers and strings; and what to say where it is
 * wrong.
 */
abstract class PathText {
  /** How deep parentheses, filters and function calls may be nested. */
  static final int DEPTH_MAX = 64;

  /** Integers of a query are those that a double can count (section 2.1, I-JSON). */
  private static final long INTEGER_MAX = (1L << 53) - 1;

  final String text;
  int at;
  int depth;

  PathText(String text) {
    this.text = text;
  }

  // Characters.

  final char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  final boolean isAt(String word) {
    return text.startsWith(word, at);
  }

  final boolean skip(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  final void expect(char c, String what) {
    if (!skip(c)) {
      throw wrong(what);
    }
  }

  final void blanks() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  final JsonPathException wrong(String expected) {
    String found =
        at < text.length()
            ? "'" + Character.toString(text.codePointAt(at)) + "'"
            : "the end of the query";
    return new JsonPathException(
        "JSONPath, index %,d: expected %s, found %s in %s"
            .formatted(at, expected, found, shown(text)),
        at);
  }

  final JsonPathException wrongAt(int index, String what) {
    return new JsonPathException(
        "JSONPath, index %,d: %s in %s".formatted(index, what, shown(text)), index);
  }

  private static String shown(String text) {
    return text.length() <= 80 ? text : text.substring(0, text.offsetByCodePoints(0, 40)) + "…";
  }

  final void enter() {
    if (++depth > DEPTH_MAX) {
      throw new LimitException(
          "the JSONPath query is nested deeper than %,d at index %,d".formatted(DEPTH_MAX, at));
    }
  }

  // Numbers.

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  final long integer() {
    int from = at;
    boolean negative = skip('-');
    int digits = at;
    while (isDigit(peek())) {
      at++;
    }
    if (at == digits) {
      throw wrong("a digit");
    }
    if (text.charAt(digits) == '0' && (at > digits + 1 || negative)) {
      throw wrongAt(from, "an integer has no leading zeros, and zero no sign");
    }
    long value = at - digits > 16 ? Long.MAX_VALUE : Long.parseLong(text.substring(digits, at));
    if (value > INTEGER_MAX) {
      throw wrongAt(from, "the integer is beyond ±%,d".formatted(INTEGER_MAX));
    }
    return negative ? -value : value;
  }

  private void digits(String what) {
    if (!isDigit(peek())) {
      throw wrong(what);
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  /** A number as it stands (its grammar is that of JSON, but that it may be -0). */
  final String number() {
    int from = at;
    skip('-');
    int digits = at;
    while (isDigit(peek())) {
      at++;
    }
    if (at == digits) {
      throw wrong("a digit");
    }
    if (text.charAt(digits) == '0' && at > digits + 1) {
      throw wrongAt(from, "a number has no leading zeros");
    }
    if (skip('.')) {
      digits("a digit after the point");
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (!skip('-')) {
        skip('+');
      }
      digits("a digit of the exponent");
    }
    if (at - from > JsonLimits.DEFAULT.numberDigitsMax()) {
      throw new LimitException(
          "a number in the JSONPath query is %,d chars; the limit is %,d (JsonLimits.numberDigitsMax)"
              .formatted(at - from, JsonLimits.DEFAULT.numberDigitsMax()));
    }
    return text.substring(from, at);
  }

  // Strings.

  final String string() {
    char quote = text.charAt(at++);
    StringBuilder string = new StringBuilder();
    while (true) {
      if (at == text.length()) {
        throw wrong("the closing " + quote);
      }
      char c = text.charAt(at);
      if (c == quote) {
        at++;
        return string.toString();
      }
      if (c < ' ') {
        throw wrong("a character; U+%04X has to be escaped".formatted((int) c));
      }
      at++;
      if (c == '\\') {
        escape(quote, string);
      } else {
        string.append(c);
      }
    }
  }

  private void escape(char quote, StringBuilder string) {
    char c = peek();
    int plain = "bfnrt/\\".indexOf(c);
    if (c != 0 && plain >= 0) {
      at++;
      string.append("\b\f\n\r\t/\\".charAt(plain));
    } else if (c == quote) {
      at++;
      string.append(c);
    } else if (c == 'u') {
      at++;
      char unit = hexadecimal();
      string.append(unit);
      if (Character.isLowSurrogate(unit)) {
        throw wrongAt(at - 6, "a low surrogate stands alone");
      }
      if (Character.isHighSurrogate(unit)) {
        int second = at;
        if (!isAt("\\u")) {
          throw wrong("a low surrogate, for the high one before");
        }
        at += 2;
        char low = hexadecimal();
        if (!Character.isLowSurrogate(low)) {
          throw wrongAt(second, "a high surrogate is not followed by a low one");
        }
        string.append(low);
      }
    } else {
      throw wrong("one of b f n r t / \\ u or the quote after '\\'");
    }
  }

  private char hexadecimal() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw wrong("a hexadecimal digit");
      }
      value = value * 16 + digit;
      at++;
    }
    return (char) value;
  }
}

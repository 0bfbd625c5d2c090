package dev.keyhold.json;

import dev.keyhold.error.JsonConversionException;
import dev.keyhold.internal.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings as their one canonical JSON form: everything stands for itself in UTF-8, but for the
 * quote, the backslash and the controls below U+0020, which are escaped in the shortest way. Equal
 * strings therefore have equal bytes.
 */
final class JsonStrings {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** The longest form of one code point, {@code \}{@code u001f}. */
  private static final int ESCAPE_BYTES_MAX = 6;

  private JsonStrings() {}

  /** Writes the canonical form of a code point and returns the index behind it. */
  static int put(byte[] bytes, int at, int codePoint) {
    if (codePoint >= ' ' && codePoint != '"' && codePoint != '\\') {
      return Utf8.put(bytes, at, codePoint);
    }
    int to = at;
    bytes[to++] = '\\';
    byte shortForm = shortForm(codePoint);
    if (shortForm != 0) {
      bytes[to++] = shortForm;
      return to;
    }
    bytes[to++] = 'u';
    bytes[to++] = '0';
    bytes[to++] = '0';
    bytes[to++] = HEX[codePoint >> 4];
    bytes[to++] = HEX[codePoint & 0xF];
    return to;
  }

  private static byte shortForm(int codePoint) {
    return switch (codePoint) {
      case '"', '\\' -> (byte) codePoint;
      case '\b' -> 'b';
      case '\f' -> 'f';
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      default -> 0;
    };
  }

  /** The canonical form of a text, with its quotes. The text has no unpaired surrogate. */
  static byte[] quote(String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    int escapes = 0;
    for (byte b : plain) {
      if (mustEscape(b)) {
        escapes++;
      }
    }
    long bytesMax = plain.length + 2L + (long) escapes * (ESCAPE_BYTES_MAX - 1);
    byte[] quoted = new byte[Math.toIntExact(bytesMax)];
    int to = 0;
    quoted[to++] = '"';
    if (escapes == 0) {
      System.arraycopy(plain, 0, quoted, to, plain.length);
      to += plain.length;
    } else {
      for (byte b : plain) {
        if (mustEscape(b)) {
          to = put(quoted, to, b);
        } else {
          quoted[to++] = b;
        }
      }
    }
    quoted[to++] = '"';
    return to == quoted.length ? quoted : Arrays.copyOf(quoted, to);
  }

  /** A string as a value, if it has one. */
  static Json value(String text) {
    requirePaired(text);
    JsonLimits.DEFAULT.requireText(text.length());
    byte[] quoted = quote(text);
    JsonLimits.DEFAULT.requireText(quoted.length);
    return Json.minified(quoted);
  }

  private static boolean mustEscape(byte b) {
    return (b >= 0 && b < ' ') || b == '"' || b == '\\';
  }

  /** Refuses a Java text that has no JSON form. */
  static void requirePaired(String text) {
    int unpaired = Utf8.unpairedSurrogate(text);
    if (unpaired >= 0) {
      throw new JsonConversionException(
          "the string has an unpaired surrogate U+%04X at index %,d; JSON text is UTF-8, which has none"
              .formatted((int) text.charAt(unpaired), unpaired),
          "",
          null);
    }
  }

  /**
   * The text that a canonical string stands for.
   *
   * @param from of the opening quote
   * @param to behind the closing quote
   */
  static String unquote(byte[] bytes, int from, int to) {
    for (int at = from + 1; at < to - 1; at++) {
      if (bytes[at] == '\\') {
        return unescape(bytes, from + 1, at, to - 1);
      }
    }
    return new String(bytes, from + 1, to - from - 2, StandardCharsets.UTF_8);
  }

  private static String unescape(byte[] bytes, int from, int firstEscape, int to) {
    byte[] plain = new byte[to - from];
    System.arraycopy(bytes, from, plain, 0, firstEscape - from);
    int length = firstEscape - from;
    int at = firstEscape;
    while (at < to) {
      byte b = bytes[at++];
      if (b == '\\') {
        byte code = bytes[at++];
        if (code == 'u') {
          // Canonical: only controls are written so, and they fit into the last two digits.
          b = (byte) (hexadecimal(bytes[at + 2]) * 16 + hexadecimal(bytes[at + 3]));
          at += 4;
        } else {
          b = ofShortForm(code);
        }
      }
      plain[length++] = b;
    }
    return new String(plain, 0, length, StandardCharsets.UTF_8);
  }

  private static int hexadecimal(byte digit) {
    return Character.digit(digit, 16);
  }

  private static byte ofShortForm(byte code) {
    return switch (code) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> code;
    };
  }
}

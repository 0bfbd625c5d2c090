package dev.keyhold.json;

import dev.keyhold.error.LimitException;
import dev.keyhold.internal.text.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * Reads the tokens of a JSON text from an array and writes their minified form into the same array.
 * The structure around them is {@link Minifier}'s.
 */
abstract class TokenMinifier {
  /*
   *      text   {"a":1,"b":2·····"c" : "\u00e9", …
   *             ^^^^^^^^^^^^^     ^              ^
   *             written      write read          end
   *
   * 1. write <= read: no token grows. White space goes, an escape of six bytes becomes at most six.
   * 2. Everything before write is canonical; everything from read on is as it came.
   * 3. As long as nothing has been dropped (write == read) nothing is moved.
   * 4. What lies between write and read is of no use any more, and may be overwritten.
   *
   * Runs of plain characters are found eight bytes at a time; see special().
   */
  private static final long SPACES = 0x2020_2020_2020_2020L;
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long TOPS = 0x8080_8080_8080_8080L;

  /** Up to so many bytes, a few words are moved faster than System.arraycopy is called. */
  private static final int WORDWISE_BYTES_MAX = 32;

  final byte[] text;
  final int end;
  final JsonLimits limits;

  /** Index of the next byte to read. */
  int read;

  /** Index of the next byte to write, at most {@link #read}. */
  int write;

  TokenMinifier(byte[] text, JsonLimits limits) {
    this.text = text;
    this.end = text.length;
    this.limits = limits;
  }

  /** Whether the next byte is this one. */
  final boolean at(char ascii) {
    return read < end && text[read] == ascii;
  }

  /** Takes over one byte. */
  final void keep() {
    text[write++] = text[read++];
  }

  /** Takes over everything up to an index. */
  private void keepUntil(int to) {
    int length = to - read;
    if (write != read) {
      move(length);
    }
    read = to;
    write += length;
  }

  /** Copies from read to write: what is short word by word, if the last word can do no harm. */
  private void move(int length) {
    if (length > WORDWISE_BYTES_MAX
        || read - write < Long.BYTES
        || read + length + Long.BYTES > end) {
      System.arraycopy(text, read, text, write, length);
      return;
    }
    for (int i = 0; i < length; i += Long.BYTES) {
      ByteHash.LONGS.set(text, write + i, (long) ByteHash.LONGS.get(text, read + i));
    }
  }

  final void skipWhiteSpace() {
    if (read < end && text[read] <= ' ') {
      skipWhiteSpaceRun();
    }
  }

  private void skipWhiteSpaceRun() {
    int at = read;
    while (at < end) {
      byte b = text[at];
      if (!(b == ' ' || b == '\n' || b == '\r' || b == '\t')) {
        break;
      }
      at++;
      // What follows a line break are spaces, many or none.
      while (at + Long.BYTES <= end) {
        long other = (long) ByteHash.LONGS.get(text, at) ^ SPACES;
        if (other != 0) {
          at += Long.numberOfTrailingZeros(other) >>> 3;
          break;
        }
        at += Long.BYTES;
      }
    }
    read = at;
  }

  // ── tokens that stay as they are ───────────────────────────────────────────────────────────

  /** Of a token that does not stay as it is, or is none. */
  static final int NOT_MINIFIED = -1;

  /** The index behind a string that begins at an index; {@link #NOT_MINIFIED}. */
  final int endOfMinifiedString(int from) {
    if (from == end || text[from] != '"') {
      return NOT_MINIFIED;
    }
    int at = from + 1;
    while (at < text.length - (Long.BYTES - 1)) {
      long word = (long) ByteHash.LONGS.get(text, at);
      long special = special(word);
      if (special != 0) {
        int bits = Long.numberOfTrailingZeros(special) - (Byte.SIZE - 1);
        at += bits >>> 3;
        return (byte) (word >>> bits) == '"' ? at + 1 : endOfSpecialString(at);
      }
      at += Long.BYTES;
    }
    return endOfSpecialString(at);
  }

  /** The same for the rest of a string that is more than plain characters, or ends the text. */
  private int endOfSpecialString(int from) {
    int at = endOfPlainRun(from);
    while (at < end && text[at] != '"') {
      if (text[at] != '\\' || at + 1 == end || !isShortEscape(text[at + 1])) {
        return NOT_MINIFIED;
      }
      at = endOfPlainRun(at + 2);
    }
    return at == end ? NOT_MINIFIED : at + 1;
  }

  private static boolean isShortEscape(byte letter) {
    return switch (letter) {
      case '"', '\\', 'b', 'f', 'n', 'r', 't' -> true;
      default -> false;
    };
  }

  /**
   * The index behind {@code null}, {@code true} or {@code false}; {@link #NOT_MINIFIED}.
   *
   * @param lastFour its last four bytes, the first lowest
   */
  final int endOfLiteral(int from, int length, int lastFour) {
    int to = from + length;
    return to <= end && (int) ByteHash.INTS.get(text, to - 4) == lastFour ? to : NOT_MINIFIED;
  }

  // ── tokens that are written ────────────────────────────────────────────────────────────────

  /** Reads {@code null}, {@code true} or {@code false}. */
  final void literal(byte[] word) {
    for (int i = 0; i < word.length; i++) {
      if (read + i == end || text[read + i] != word[i]) {
        throw failure(
            read + i,
            "'" + (char) word[i] + "' of '" + new String(word, StandardCharsets.US_ASCII) + "'");
      }
    }
    keepUntil(read + word.length);
  }

  /** Reads a number; its text stays as it is. */
  final void number() {
    keepUntil(endOfNumber(read));
  }

  /** The index behind a number as RFC 8259, section 6 has it. */
  final int endOfNumber(int from) {
    int at = text[from] == '-' ? from + 1 : from;
    int digits;
    if (at < end && text[at] == '0') {
      digits = 1;
      if (isDigit(at + 1)) {
        throw new Malformed(
            at, "a number does not begin with 0 unless the 0 is all before the point");
      }
    } else {
      digits = digits(at);
    }
    at += digits;
    if (at < end && text[at] == '.') {
      int fraction = digits(at + 1);
      digits += fraction;
      at += 1 + fraction;
    }
    if (at < end && (text[at] | 0x20) == 'e') {
      at++;
      if (at < end && (text[at] == '+' || text[at] == '-')) {
        at++;
      }
      int exponent = digits(at);
      digits += exponent;
      at += exponent;
    }
    if (digits > limits.numberDigitsMax()) {
      throw new LimitException(
          "the number at byte %,d has %,d digits; the limit is %,d (JsonLimits.numberDigitsMax)"
              .formatted(from, digits, limits.numberDigitsMax()));
    }
    return at;
  }

  /** How many digits stand here; none is an error. */
  private int digits(int from) {
    int at = from;
    while (isDigit(at)) {
      at++;
    }
    if (at == from) {
      throw failure(at, "a digit");
    }
    return at - from;
  }

  private boolean isDigit(int at) {
    return at < end && text[at] >= '0' && text[at] <= '9';
  }

  /** Reads a string from its opening quote on. */
  final void string() {
    int behind = endOfMinifiedString(read);
    if (behind != NOT_MINIFIED) {
      keepUntil(behind);
      return;
    }
    keepUntil(endOfPlainRun(read + 1));
    while (true) {
      if (read == end) {
        throw failure(end, "'\"' at the end of a string");
      }
      byte b = text[read];
      if (b == '"') {
        keep();
        return;
      }
      if (b == '\\') {
        escape();
      } else if (b >= 0) {
        throw new Malformed(
            read, "the control U+%04X stands in a string; write it as \\u%04x".formatted(b, b));
      } else {
        throw new Malformed(read, notUtf8(read));
      }
      keepUntil(endOfPlainRun(read));
    }
  }

  /** The index of the next byte that does not stand for itself. */
  private int endOfPlainRun(int from) {
    int at = from;
    while (true) {
      at = endOfAscii(at);
      if (at == end || text[at] >= 0) {
        return at;
      }
      at = endOfSequences(at);
      if (at < end && text[at] < 0) {
        return at;
      }
    }
  }

  /** The index of the next byte that is ASCII, or begins nothing that is well-formed. */
  private int endOfSequences(int from) {
    int at = from;
    while (at < end && text[at] < 0) {
      int length = Utf8.sequence(text, at, end);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return at;
  }

  private int endOfAscii(int from) {
    int at = from;
    while (at + Long.BYTES <= end) {
      long special = special((long) ByteHash.LONGS.get(text, at));
      if (special != 0) {
        return at + (Long.numberOfTrailingZeros(special) >>> 3);
      }
      at += Long.BYTES;
    }
    while (at < end && text[at] >= ' ' && text[at] != '"' && text[at] != '\\') {
      at++;
    }
    return at;
  }

  /**
   * Marks, by its top bit, the lowest byte of eight that is a quote, a backslash, a control or not
   * ASCII. Bytes above the lowest marked one may be marked wrongly: a borrow passes upwards only
   * (Hacker's Delight, 6-1).
   */
  private static long special(long word) {
    long quote = word ^ (ONES * '"');
    long backslash = word ^ (ONES * '\\');
    long below = (word - ONES * ' ') & ~word;
    return (word | below | ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & TOPS;
  }

  private void escape() {
    int at = read + 1;
    if (at == end) {
      throw failure(end, "the rest of an escape");
    }
    switch (text[at]) {
      case '"', '\\', 'b', 'f', 'n', 'r', 't' -> keepUntil(at + 1);
      case '/' -> {
        text[write++] = '/';
        read = at + 1;
      }
      case 'u' -> unicodeEscape();
      default -> throw failure(at, "one of \" \\ / b f n r t u after '\\'");
    }
  }

  private void unicodeEscape() {
    int first = hexadecimal(read + 2);
    int length = ESCAPE_BYTES;
    int codePoint = first;
    if (Character.isSurrogate((char) first)) {
      int next = read + ESCAPE_BYTES;
      boolean escaped = next + 1 < end && text[next] == '\\' && text[next + 1] == 'u';
      int second = escaped ? hexadecimal(next + 2) : 0;
      if (!Character.isSurrogatePair((char) first, (char) second)) {
        throw new Malformed(
            read,
            "the surrogate \\u%04x has no partner, and stands for no character".formatted(first));
      }
      codePoint = Character.toCodePoint((char) first, (char) second);
      length += ESCAPE_BYTES;
    }
    read += length;
    write = JsonStrings.put(text, write, codePoint);
  }

  private static final int ESCAPE_BYTES = 6;

  private int hexadecimal(int from) {
    int value = 0;
    for (int at = from; at < from + 4; at++) {
      int digit = at < end ? Character.digit((char) (text[at] & 0xFF), 16) : -1;
      if (digit < 0) {
        throw failure(at, "four hexadecimal digits after '\\u'");
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  /** An error: this was expected at an index, and something else is there. */
  final Malformed failure(int at, String expected) {
    return new Malformed(Math.min(at, end), "expected " + expected + ", found " + found(at));
  }

  private String found(int at) {
    if (at >= end) {
      return "the end of the text";
    }
    int length = Utf8.sequence(text, at, end);
    if (length == 0) {
      return notUtf8(at);
    }
    String character = new String(text, at, length, StandardCharsets.UTF_8);
    int codePoint = character.codePointAt(0);
    if (codePoint == 0xFEFF) {
      return "a byte order mark, which JSON text has not";
    }
    return Character.isISOControl(codePoint)
        ? "U+%04X".formatted(codePoint)
        : "'" + character + "'";
  }

  private String notUtf8(int at) {
    boolean surrogate = (text[at] & 0xFF) == 0xED && at + 1 < end && (text[at + 1] & 0xE0) == 0xA0;
    return surrogate
        ? "an unpaired surrogate, which stands for no character"
        : "byte 0x%02X, which is not well-formed UTF-8 here".formatted(text[at] & 0xFF);
  }
}

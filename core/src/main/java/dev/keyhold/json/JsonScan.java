package dev.keyhold.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds its way in minified text, which is known to be well-formed. */
final class JsonScan {
  /*
   * No white space, so what follows a value stands right behind it; no index is checked against the
   * end, because a well-formed text always has the closing character that is looked for. Only a
   * scalar that is the whole text ends with it.
   *
   * Strings are most of a text, and are passed over eight bytes at a time.
   */
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long TOPS = 0x8080_8080_8080_8080L;

  private JsonScan() {}

  /** The index behind the value that begins at an index. */
  static int skip(byte[] text, int at) {
    return switch (text[at]) {
      case '"' -> skipString(text, at);
      case '{', '[' -> skipContainer(text, at);
      default -> skipScalar(text, at);
    };
  }

  /** As {@link #skip(byte[], int)}, by the text's index if it has one. */
  static int skip(byte[] text, @Nullable JsonIndex index, int at) {
    return index == null ? skip(text, at) : index.skip(text, at);
  }

  static int skipString(byte[] text, int at) {
    int i = quoteOrBackslash(text, at + 1);
    while (text[i] != '"') {
      i = quoteOrBackslash(text, i + 2);
    }
    return i + 1;
  }

  private static int quoteOrBackslash(byte[] text, int from) {
    int at = from;
    while (at + Long.BYTES <= text.length) {
      long word = (long) ByteHash.LONGS.get(text, at);
      long quote = word ^ (ONES * '"');
      long backslash = word ^ (ONES * '\\');
      // The lowest byte that is marked by its top bit is one of both; those above it need not be
      // (Hacker's Delight, 6-1).
      long found = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & TOPS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      at += Long.BYTES;
    }
    while (text[at] != '"' && text[at] != '\\') {
      at++;
    }
    return at;
  }

  private static int skipContainer(byte[] text, int at) {
    int depth = 0;
    int i = at;
    while (true) {
      switch (text[i]) {
        case '"' -> i = skipString(text, i) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (--depth == 0) {
            return i + 1;
          }
        }
        default -> {}
      }
      i++;
    }
  }

  /** Behind a number or a literal. */
  static int skipScalar(byte[] text, int at) {
    int i = at;
    while (i < text.length && text[i] != ',' && text[i] != ']' && text[i] != '}') {
      i++;
    }
    return i;
  }

  /** How deep the containers of a text are nested; 0 for a scalar. */
  static int depth(byte[] text) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < text.length; i++) {
      switch (text[i]) {
        case '"' -> i = skipString(text, i) - 1;
        case '{', '[' -> deepest = Math.max(deepest, ++depth);
        case '}', ']' -> depth--;
        default -> {}
      }
    }
    return deepest;
  }

  /** How many elements or members the container has that begins at an index. */
  static int count(byte[] text, @Nullable JsonIndex index, int at) {
    boolean object = text[at] == '{';
    int i = at + 1;
    if (text[i] == ']' || text[i] == '}') {
      return 0;
    }
    int count = 0;
    while (true) {
      int value = object ? skipString(text, i) + 1 : i;
      i = skip(text, index, value);
      count++;
      if (text[i] != ',') {
        return count;
      }
      i++;
    }
  }

  /** The beginning of a text, cut between characters if it is longer than so many. */
  static String preview(byte[] text, int charsMax) {
    int bytes = 0;
    for (int left = charsMax; left > 0 && bytes < text.length; left--) {
      bytes++;
      while (bytes < text.length && (text[bytes] & 0xC0) == 0x80) {
        bytes++;
      }
    }
    String shown = new String(text, 0, bytes, StandardCharsets.UTF_8);
    return bytes == text.length ? shown : shown + "…";
  }
}

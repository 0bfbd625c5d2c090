package dev.keyhold.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A value as a query has it in hand: it begins at an index of a minified text. */
final class PathValue {
  private final byte[] text;
  private final @Nullable JsonIndex index;
  private final int at;

  /**
   * @param index the text's, if it has one
   */
  PathValue(byte[] text, @Nullable JsonIndex index, int at) {
    this.text = text;
    this.index = index;
    this.at = at;
  }

  static PathValue ofAscii(String text) {
    return new PathValue(text.getBytes(StandardCharsets.US_ASCII), null, 0);
  }

  static PathValue ofString(String string) {
    return new PathValue(JsonStrings.quote(string), null, 0);
  }

  JsonKind kind() {
    return JsonKind.ofFirst(text[at]);
  }

  private int end() {
    return JsonScan.skip(text, index, at);
  }

  int byteLength() {
    return end() - at;
  }

  /**
   * How many bytes a comparison is to be paid for: of a number more than it has, because a long
   * exponent is not compared byte by byte.
   */
  long comparedBytes() {
    return switch (kind()) {
      case NULL, BOOLEAN -> 0;
      case NUMBER -> 8L * byteLength();
      case STRING, ARRAY, OBJECT -> byteLength();
    };
  }

  /** How many parts a container has. */
  int count() {
    return JsonScan.count(text, index, at);
  }

  /** Of a string: what it stands for. */
  String string() {
    return JsonStrings.unquote(text, at, end());
  }

  /** Of a string that is the whole text: whether it stands in another text. */
  boolean isIn(byte[] other, int from, int to) {
    return Arrays.equals(text, at, text.length, other, from, to);
  }

  boolean same(PathValue that) {
    return JsonEquality.equal(text, at, that.text, that.index, that.at);
  }

  /** Whether both are numbers or both are strings, and this one is less (RFC 9535, 2.3.5.2.2). */
  boolean isLess(PathValue that) {
    if (kind() != that.kind()) {
      return false;
    }
    return switch (kind()) {
      case NUMBER ->
          new JsonNumber(text, at, end()).compareTo(new JsonNumber(that.text, that.at, that.end()))
              < 0;
      case STRING ->
          // By code points, which is the order of UTF-8.
          Arrays.compareUnsigned(
                  string().getBytes(StandardCharsets.UTF_8),
                  that.string().getBytes(StandardCharsets.UTF_8))
              < 0;
      case NULL, BOOLEAN, ARRAY, OBJECT -> false;
    };
  }
}

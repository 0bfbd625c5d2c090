package dev.keyhold.json;

import dev.keyhold.error.JsonPointerException;
import dev.keyhold.internal.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place within a JSON value (RFC 6901): {@code /orders/3/price} is the member {@code price} of
 * the fourth element of the member {@code orders}; the empty pointer is the whole value. In a name
 * {@code ~1} stands for a slash and {@code ~0} for a tilde. Immutable; parse once what is used
 * often.
 */
public final class JsonPointer {
  /*
   * A token is kept in both its meanings, for only the value it is used on decides between them:
   * its canonical JSON string, which is compared with member names byte by byte, and its index, if
   * it is one.
   */

  /** The whole value. */
  public static final JsonPointer ROOT = new JsonPointer(List.of());

  /** The token is no array index (RFC 6901, section 4: digits, no leading zeros). */
  private static final int NO_INDEX = -1;

  private static final int INDEX_DIGITS_MAX = 9;

  private final List<String> tokens;
  private final byte[][] names;
  private final int[] indices;

  /**
   * @param tokens unescaped, without unpaired surrogates
   */
  JsonPointer(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
    this.names = new byte[tokens.size()][];
    this.indices = new int[tokens.size()];
    for (int i = 0; i < indices.length; i++) {
      names[i] = JsonStrings.quote(tokens.get(i));
      indices[i] = indexOf(tokens.get(i));
    }
  }

  /**
   * Reads a pointer.
   *
   * @throws JsonPointerException if the text is neither empty nor begins with a slash, if a tilde
   *     is not followed by 0 or 1, or if it has an unpaired surrogate
   */
  public static JsonPointer parse(String text) {
    if (text.isEmpty()) {
      return ROOT;
    }
    if (text.charAt(0) != '/') {
      throw new JsonPointerException(
          "a JSON pointer is empty or begins with '/', but this one is '%s'".formatted(cut(text)));
    }
    int unpaired = Utf8.unpairedSurrogate(text);
    if (unpaired >= 0) {
      throw new JsonPointerException(
          "the JSON pointer has an unpaired surrogate U+%04X at index %,d; no member name has one"
              .formatted((int) text.charAt(unpaired), unpaired));
    }
    List<String> tokens = new ArrayList<>();
    for (int from = 1, to; from <= text.length(); from = to + 1) {
      to = text.indexOf('/', from);
      to = to < 0 ? text.length() : to;
      tokens.add(unescape(text, from, to));
    }
    return new JsonPointer(tokens);
  }

  private static String unescape(String text, int from, int to) {
    StringBuilder token = new StringBuilder(to - from);
    int at = from;
    while (at < to) {
      char c = text.charAt(at++);
      if (c == '~') {
        char code = at < to ? text.charAt(at) : 0;
        if (code != '0' && code != '1') {
          throw new JsonPointerException(
              "in the JSON pointer '%s' the '~' at index %,d stands alone; write '~0' for it, or '~1' for '/'"
                  .formatted(cut(text), at - 1));
        }
        c = code == '0' ? '~' : '/';
        at++;
      }
      token.append(c);
    }
    return token.toString();
  }

  private static int indexOf(String token) {
    boolean digits =
        !token.isEmpty()
            && token.length() <= INDEX_DIGITS_MAX
            && token.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && (token.length() == 1 || token.charAt(0) != '0')
        ? Integer.parseInt(token)
        : NO_INDEX;
  }

  /** This pointer and one member name more. */
  public JsonPointer append(String name) {
    if (Utf8.unpairedSurrogate(name) >= 0) {
      throw new JsonPointerException(
          "a name with an unpaired surrogate cannot be part of a JSON pointer; no member has it");
    }
    List<String> longer = new ArrayList<>(tokens);
    longer.add(name);
    return new JsonPointer(longer);
  }

  /** This pointer and one array index more, from 0. */
  public JsonPointer append(int index) {
    if (index < 0) {
      throw new JsonPointerException("an array index is %,d; it begins at 0".formatted(index));
    }
    return append(Integer.toString(index));
  }

  /** The names and indices on the way, unescaped. */
  public List<String> tokens() {
    return tokens;
  }

  /**
   * Follows this pointer.
   *
   * @param text minified
   * @param index the text's, if it has one
   * @return where the value begins; if there is none, the negative of one more than the number of
   *     the token that leads nowhere
   */
  int resolve(byte[] text, @Nullable JsonIndex index) {
    int at = 0;
    for (int i = 0; i < names.length; i++) {
      at = follow(text, index, at, i);
      if (at < 0) {
        return -(i + 1);
      }
    }
    return at;
  }

  /** Where the first values begin that this pointer, which leads somewhere, passes through. */
  int[] way(byte[] text, JsonIndex index, int count) {
    int[] way = new int[count];
    for (int i = 1; i < count; i++) {
      way[i] = follow(text, index, way[i - 1], i - 1);
    }
    return way;
  }

  private int follow(byte[] text, @Nullable JsonIndex index, int at, int token) {
    return switch (text[at]) {
      case '{' -> member(text, index, at, names[token]);
      case '[' -> element(text, index, at, indices[token]);
      default -> -1;
    };
  }

  /** Whether this leads to a part of what another one leads to. */
  boolean isBelow(JsonPointer above) {
    return tokens.size() > above.tokens.size()
        && tokens.subList(0, above.tokens.size()).equals(above.tokens);
  }

  /** The pointer that ends before a token. */
  JsonPointer first(int count) {
    return new JsonPointer(tokens.subList(0, count));
  }

  private static int member(byte[] text, @Nullable JsonIndex index, int object, byte[] name) {
    int at = object + 1;
    if (text[at] == '}') {
      return -1;
    }
    while (true) {
      int nameEnd = JsonScan.skipString(text, at);
      if (Arrays.equals(text, at, nameEnd, name, 0, name.length)) {
        return nameEnd + 1;
      }
      at = JsonScan.skip(text, index, nameEnd + 1);
      if (text[at] != ',') {
        return -1;
      }
      at++;
    }
  }

  private static int element(byte[] text, @Nullable JsonIndex index, int array, int wanted) {
    int at = array + 1;
    if (wanted == NO_INDEX || text[at] == ']') {
      return -1;
    }
    for (int left = wanted; left > 0; left--) {
      at = JsonScan.skip(text, index, at);
      if (text[at] != ',') {
        return -1;
      }
      at++;
    }
    return at;
  }

  private static String cut(String text) {
    return text.length() <= 80 ? text : text.substring(0, text.offsetByCodePoints(0, 40)) + "…";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonPointer that && tokens.equals(that.tokens);
  }

  @Override
  public int hashCode() {
    return tokens.hashCode();
  }

  /** The pointer as RFC 6901 text. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String token : tokens) {
      text.append('/').append(token.replace("~", "~0").replace("/", "~1"));
    }
    return text.toString();
  }
}

package dev.keyhold.json;

import dev.keyhold.error.JsonMissingException;
import dev.keyhold.error.JsonTypeException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes a new value of an old one by cutting its text and putting it together again. */
final class JsonEdit {
  /*
   * Nothing is parsed: the way to the place is scanned, and the rest of the text is copied. Since
   * both the old text and what goes in are minified, so is the result. An index goes the same way: what
   * is around the place is decided anew, the rest moves.
   */

  /** The token that stands for the place behind the last element (RFC 6901, section 4). */
  private static final String BEHIND = "-";

  private final Json value;
  private final byte[] text;
  private final @Nullable JsonIndex index;
  private final JsonPointer pointer;

  JsonEdit(Json value, JsonPointer pointer) {
    this.value = value;
    this.text = value.text();
    this.index = value.index();
    this.pointer = pointer;
  }

  private String last() {
    return pointer.tokens().getLast();
  }

  private boolean isRoot() {
    return pointer.tokens().isEmpty();
  }

  /** Where the container begins that the last token is about. */
  private int parent() {
    JsonPointer way = pointer.first(pointer.tokens().size() - 1);
    int at = way.resolve(text, index);
    if (at < 0) {
      throw JsonParts.missing(value, way, -at - 1);
    }
    if (text[at] != '{' && text[at] != '[') {
      throw nothing();
    }
    return at;
  }

  private JsonMissingException nothing() {
    int failed = -pointer.resolve(text, index) - 1;
    return JsonParts.missing(value, pointer, failed);
  }

  private int existing() {
    int at = pointer.resolve(text, index);
    if (at < 0) {
      throw nothing();
    }
    return at;
  }

  /** Puts a value there, whatever was there, if anything. */
  Json set(Json replacement) {
    if (isRoot()) {
      return replacement;
    }
    int at = pointer.resolve(text, index);
    return at >= 0
        ? splice(at, JsonScan.skip(text, index, at), replacement)
        : insert(replacement, false);
  }

  /** RFC 6902, section 4.1: into an array between elements, into an object as {@link #set}. */
  Json add(Json addition) {
    if (isRoot()) {
      return addition;
    }
    if (text[parent()] == '{') {
      return set(addition);
    }
    return insert(addition, true);
  }

  Json replace(Json replacement) {
    int at = existing();
    return isRoot() ? replacement : splice(at, JsonScan.skip(text, index, at), replacement);
  }

  /** Adds to the array that the pointer leads to. */
  Json append(Json addition) {
    int at = existing();
    if (text[at] != '[') {
      throw new JsonTypeException(
          "cannot append at '%s': there is %s, no array"
              .formatted(pointer, JsonKind.ofFirst(text[at]).words()));
    }
    requireDepth(pointer.tokens().size() + 1, addition);
    requireLength(text.length + addition.byteLength() + 1L);
    int end = JsonScan.skip(text, index, at) - 1;
    byte[] longer =
        new JsonText(text.length + addition.byteLength() + 1)
            .put(text, 0, end)
            .next()
            .put(addition.text())
            .put(text, end, text.length)
            .done();
    return edited(longer, end, end, pointer.tokens().size() + 1);
  }

  Json remove() {
    if (isRoot()) {
      throw new JsonTypeException("the whole value cannot be removed: nothing would be left");
    }
    int at = existing();
    int parent = parent();
    int from = text[parent] == '{' ? nameBefore(parent, at) : at;
    int to = JsonScan.skip(text, index, at);
    if (text[to] == ',') {
      to++;
    } else if (text[from - 1] == ',') {
      from--;
    }
    byte[] shorter = new byte[text.length - (to - from)];
    System.arraycopy(text, 0, shorter, 0, from);
    System.arraycopy(text, to, shorter, from, text.length - to);
    return edited(shorter, from, to, pointer.tokens().size());
  }

  /** Where the name of the member begins whose value does so at an index. */
  private int nameBefore(int object, int at) {
    int name = object + 1;
    while (true) {
      int nameEnd = JsonScan.skipString(text, name);
      if (nameEnd + 1 == at) {
        return name;
      }
      name = JsonScan.skip(text, index, nameEnd + 1) + 1;
    }
  }

  /** Adds to the number that is there; exactly. */
  Json increment(Json by) {
    int at = existing();
    int end = JsonScan.skip(text, index, at);
    if (JsonKind.ofFirst(text[at]) != JsonKind.NUMBER) {
      throw new JsonTypeException(
          "cannot increment at '%s': there is %s, no number"
              .formatted(pointer, JsonKind.ofFirst(text[at]).words()));
    }
    return isRoot() ? sum(value, by) : splice(at, end, sum(value.slice(at), by));
  }

  private static Json sum(Json one, Json other) {
    if (!other.isNumber()) {
      throw new JsonTypeException(
          "cannot increment by %s: %s".formatted(other.kind().words(), other.preview(40)));
    }
    byte[] a = one.text();
    byte[] b = other.text();
    JsonNumber first = new JsonNumber(a, 0, a.length);
    JsonNumber second = new JsonNumber(b, 0, b.length);
    if (first.isInteger() && second.isInteger()) {
      try {
        return Json.of(Math.addExact(first.toLong(), second.toLong()));
      } catch (ArithmeticException tooLarge) {
        // then without a limit of 64 bits
      }
    }
    // Nothing added: what may stand for a billion zeros is not to be written out for it.
    if (first.isZero() || second.isZero()) {
      return first.isZero() ? other : one;
    }
    int digitsMax = JsonLimits.DEFAULT.numberDigitsMax();
    JsonNumber.requireSumDigits(first, second, digitsMax);
    BigDecimal sum = one.asBigDecimal().add(other.asBigDecimal());
    JsonNumber.requireSumDigits(BigInteger.valueOf(sum.precision()), digitsMax);
    return Json.parse(sum.toString());
  }

  /** Puts a value in where there is none yet. */
  private Json insert(Json addition, boolean between) {
    int parent = parent();
    requireDepth(pointer.tokens().size(), addition);
    int at = text[parent] == '{' ? JsonScan.skip(text, index, parent) - 1 : place(parent, between);
    requireLength(text.length + addition.byteLength() + last().length() + 4L);
    JsonText longer = new JsonText(text.length + addition.byteLength() + 8);
    longer.put(text, 0, at);
    boolean closing = text[at] == '}' || text[at] == ']';
    if (closing) {
      longer.next();
    }
    if (text[parent] == '{') {
      longer.put(JsonStrings.quote(last())).put(':');
    }
    longer.put(addition.text());
    if (!closing) {
      longer.put(',');
    }
    longer.put(text, at, text.length);
    return edited(longer.done(), at, at, pointer.tokens().size());
  }

  /** Where in an array something new begins: at an element's place or behind the last. */
  private int place(int array, boolean between) {
    int end = JsonScan.skip(text, index, array) - 1;
    if (last().equals(BEHIND)) {
      return end;
    }
    int at = pointer.resolve(text, index);
    if (at >= 0) {
      return at;
    }
    int count = JsonScan.count(text, index, array);
    if (between && last().equals(Integer.toString(count))) {
      return end;
    }
    throw nothing();
  }

  private Json splice(int from, int to, Json replacement) {
    requireDepth(pointer.tokens().size(), replacement);
    byte[] part = replacement.text();
    if (part.length == to - from && Arrays.equals(text, from, to, part, 0, part.length)) {
      return value;
    }
    requireLength((long) text.length - (to - from) + part.length);
    byte[] spliced =
        new JsonText(text.length - (to - from) + part.length)
            .put(text, 0, from)
            .put(part)
            .put(text, to, text.length)
            .done();
    return edited(spliced, from, to, pointer.tokens().size());
  }

  /**
   * The result.
   *
   * @param from where the part began that was replaced
   * @param to where it ended
   * @param around in how many containers it lies, all of which the pointer passes through
   */
  private Json edited(byte[] result, int from, int to, int around) {
    if (index == null || !JsonIndex.isFor(result)) {
      return Json.minified(result);
    }
    int[] way = pointer.way(text, index, around);
    return new LargeJson(result, index.spliced(result, from, to, text.length, way));
  }

  /** What makes a text longer has to keep it within the limit; a longer one may become shorter. */
  private void requireLength(long length) {
    if (length > text.length) {
      JsonLimits.DEFAULT.requireText(length);
    }
  }

  private static void requireDepth(int above, Json part) {
    JsonLimits.DEFAULT.requireDepth(above + JsonScan.depth(part.text()), "the edited JSON");
  }
}

package dev.keyhold.json;

import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.JsonMissingException;
import dev.keyhold.error.JsonParseException;
import dev.keyhold.error.JsonPointerException;
import dev.keyhold.error.JsonTypeException;
import dev.keyhold.error.LimitException;
import dev.keyhold.internal.text.Utf8;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * A JSON value: immutable, checked, and kept as the text it is.
 *
 * <p>{@link #parse(String)} takes what RFC 8259 calls JSON text and nothing else; {@link
 * #of(Object)} takes Java values. Reading happens in place: {@link #at(String)} follows a pointer
 * through the text, {@link #asLong()} and its siblings convert a scalar, {@link #as(Class)} builds
 * an object.
 *
 * <ul>
 *   <li>Numbers keep every digit they came with. {@code 1.10} stays {@code 1.10}, and {@code 1e400}
 *       is as good as any.
 *   <li>Two values are {@link #equals equal} if they stand for the same: {@code 1.0} equals {@code
 *       1}, and the order of members is nothing. {@link #hashCode} agrees and is the same in every
 *       run.
 *   <li>{@link #toString} is the text, minified: no white space, strings in their shortest form. Of
 *       members with the same name the last one counts, and only that is kept.
 * </ul>
 *
 * <p>Comparing, hashing and reading cost time in proportion to the text read; nothing is cached,
 * and the value weighs what its text weighs. An array or object of 64 KiB of text or more also
 * knows where the larger containers within it end, which weighs at most 4 % of the text: reading
 * passes over such a container in one step, whatever its size, and so reaches any place of a large
 * document in a few microseconds. Only the small parts of one wide array or object are still read
 * one after the other. A changed copy takes over what of this is still so; making it costs a copy
 * of the text.
 *
 * <p>Values taken out of a value are copies of their part of the text, and keep nothing else alive.
 * Any number of threads may use one value at once.
 */
public sealed class Json permits LargeJson {
  /*
   * One field; large containers are a subclass, which has an index of the text beside it, so that
   * small values do not pay for it. The text is minified (JsonScan relies on that: no white space, canonical strings,
   * unique names) and never changes; it never leaves this package but as a copy. Where minified
   * text comes from is few places: the minifier, quote(), and slices of what is minified already.
   */

  /** JSON null. */
  public static final Json NULL = new Json("null".getBytes(StandardCharsets.US_ASCII));

  /** JSON true. */
  public static final Json TRUE = new Json("true".getBytes(StandardCharsets.US_ASCII));

  /** JSON false. */
  public static final Json FALSE = new Json("false".getBytes(StandardCharsets.US_ASCII));

  private static final int PREVIEW_CHARS = 40;

  /** Minified, well-formed UTF-8; never empty. */
  private final byte[] text;

  Json(byte[] minified) {
    this.text = minified;
  }

  // Making values

  /**
   * Reads a text within the {@linkplain JsonLimits#DEFAULT usual limits}.
   *
   * @throws JsonParseException if it is not JSON: with line, column, byte and what was expected
   * @throws LimitException if it is too long, too deep, or has a number with too many digits
   */
  public static Json parse(String text) {
    return parse(text, JsonLimits.DEFAULT);
  }

  /** Reads a text within limits of the caller's; see {@link #parse(String)}. */
  public static Json parse(String text, JsonLimits limits) {
    limits.requireText(text.length());
    byte[] bytes = Utf8.encode(text);
    limits.requireText(bytes.length);
    try {
      return minify(bytes, limits);
    } catch (Malformed malformed) {
      throw malformed.locatedIn(Utf8.encode(text));
    }
  }

  /** Reads a text in UTF-8; see {@link #parse(String)}. The array is copied. */
  public static Json parse(byte[] text) {
    return parse(text, JsonLimits.DEFAULT);
  }

  /** Reads a text in UTF-8 within limits of the caller's; see {@link #parse(String)}. */
  public static Json parse(byte[] text, JsonLimits limits) {
    limits.requireText(text.length);
    try {
      return minify(text.clone(), limits);
    } catch (Malformed malformed) {
      throw malformed.locatedIn(text);
    }
  }

  /**
   * @param text is overwritten and kept
   */
  static Json minify(byte[] text, JsonLimits limits) {
    Minifier minifier = new Minifier(text, limits);
    byte[] minified = minifier.run();
    JsonIndex index = minifier.index(minified);
    return index == null ? new Json(minified) : new LargeJson(minified, index);
  }

  /**
   * @param text minified; kept
   */
  static Json minified(byte[] text) {
    return JsonIndex.isFor(text) ? new LargeJson(text, JsonIndex.of(text)) : new Json(text);
  }

  /** {@link #TRUE} or {@link #FALSE}. */
  public static Json of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** A JSON string of one character; see {@link #of(Object)}. */
  public static Json of(char value) {
    return ofString(String.valueOf(value));
  }

  /** A JSON number. */
  public static Json of(long value) {
    return new Json(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  /** A JSON number: the fewest digits that tell the value apart from its neighbours. */
  public static Json of(float value) {
    StrictGenerator.requireFinite(value);
    return new Json(Float.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * A JSON number: the fewest digits that tell the value apart from its neighbours.
   *
   * @throws JsonConversionException if it is infinite or not a number, for which JSON has no text
   */
  public static Json of(double value) {
    StrictGenerator.requireFinite(value);
    return new Json(Double.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * A JSON value of a Java one: null, numbers, strings and booleans as what they are, a {@code
   * Json} as itself, and whatever else Jackson can write: records, maps, collections, arrays,
   * {@code Optional}, {@code JsonNode}, {@code java.time} as ISO 8601 text, classes with properties
   * or Jackson's annotations. What they hold may be {@code Json} again.
   *
   * @throws JsonConversionException if it cannot be written, with the path of the property that
   *     failed: a class without properties, a property that throws, a value that holds itself, NaN,
   *     an unpaired surrogate
   * @throws LimitException if the text is larger than {@link JsonLimits#DEFAULT} allows
   */
  public static Json of(@Nullable Object value) {
    return switch (value) {
      case null -> NULL;
      case Json json -> json;
      case String text -> ofString(text);
      case Boolean truth -> of(truth.booleanValue());
      case Long number -> of(number.longValue());
      case Integer number -> of(number.longValue());
      case Double number -> of(number.doubleValue());
      case Float number -> of(number.floatValue());
      case Character character -> of(character.charValue());
      default -> JsonConversion.write(value);
    };
  }

  private static Json ofString(String text) {
    JsonStrings.requirePaired(text);
    JsonLimits.DEFAULT.requireText(text.length());
    byte[] quoted = JsonStrings.quote(text);
    JsonLimits.DEFAULT.requireText(quoted.length);
    return new Json(quoted);
  }

  // What kind of value it is

  /** The kind of this value. */
  public JsonKind kind() {
    return JsonKind.ofFirst(text[0]);
  }

  /** Whether this is JSON null. */
  public boolean isNull() {
    return text[0] == 'n';
  }

  /** Whether this is true or false. */
  public boolean isBoolean() {
    return kind() == JsonKind.BOOLEAN;
  }

  /** Whether this is a number. */
  public boolean isNumber() {
    return kind() == JsonKind.NUMBER;
  }

  /** Whether this is a string. */
  public boolean isString() {
    return text[0] == '"';
  }

  /** Whether this is an array. */
  public boolean isArray() {
    return text[0] == '[';
  }

  /** Whether this is an object. */
  public boolean isObject() {
    return text[0] == '{';
  }

  // Scalars

  /**
   * The truth value.
   *
   * @throws JsonTypeException if this is no boolean
   */
  public boolean asBoolean() {
    require(JsonKind.BOOLEAN, "a boolean");
    return text[0] == 't';
  }

  /**
   * The number, exactly: {@code 100}, {@code 100.0} and {@code 1e2} are all 100.
   *
   * @throws JsonTypeException if this is no number, has a fraction, or does not fit
   */
  public long asLong() {
    require(JsonKind.NUMBER, "a long");
    try {
      return new JsonNumber(text, 0, text.length).toLong();
    } catch (ArithmeticException inexact) {
      throw notExactly("a long (64 bits, no fraction); asBigDecimal() or asDouble() can");
    }
  }

  /** As {@link #asLong()}, but it has to fit into an int. */
  public int asInt() {
    require(JsonKind.NUMBER, "an int");
    try {
      return Math.toIntExact(new JsonNumber(text, 0, text.length).toLong());
    } catch (ArithmeticException inexact) {
      throw notExactly("an int (32 bits, no fraction); asLong(), asBigDecimal() or asDouble() may");
    }
  }

  /**
   * The double nearest to the number.
   *
   * @throws JsonTypeException if this is no number, or one larger than every double
   */
  public double asDouble() {
    require(JsonKind.NUMBER, "a double");
    double value = Double.parseDouble(toString());
    if (Double.isInfinite(value)) {
      throw notExactly("a double, being larger than all of them; asBigDecimal() can");
    }
    return value;
  }

  /**
   * The number with all its digits; {@code 1.10} has scale 2.
   *
   * @throws JsonTypeException if this is no number, or its exponent does not fit into an int
   */
  public BigDecimal asBigDecimal() {
    require(JsonKind.NUMBER, "a BigDecimal");
    try {
      return new BigDecimal(toString());
    } catch (ArithmeticException | NumberFormatException tooLarge) {
      throw notExactly("a BigDecimal, whose exponent has 32 bits; toString() has all of it");
    }
  }

  /**
   * The text that a JSON string stands for, unescaped. (The JSON text of any value is {@link
   * #toString()}.)
   *
   * @throws JsonTypeException if this is no string
   */
  public String asString() {
    require(JsonKind.STRING, "a string");
    return JsonStrings.unquote(text, 0, text.length);
  }

  private void require(JsonKind wanted, String as) {
    JsonKind kind = kind();
    if (kind != wanted) {
      throw new JsonTypeException(
          "cannot read %s as %s: %s".formatted(kind.words(), as, preview(PREVIEW_CHARS)));
    }
  }

  private JsonTypeException notExactly(String what) {
    return new JsonTypeException(
        "the number %s cannot be read as %s".formatted(preview(PREVIEW_CHARS), what));
  }

  // Parts

  /**
   * How many elements an array has, or members an object; counted anew each time.
   *
   * @throws JsonTypeException if this is neither
   */
  public int size() {
    if (!isArray()) {
      require(JsonKind.OBJECT, "an array or object");
    }
    return JsonScan.count(text, index(), 0);
  }

  /**
   * The elements of an array in order; each is made when it is asked for.
   *
   * @throws JsonTypeException if this is no array
   */
  public Iterable<Json> elements() {
    require(JsonKind.ARRAY, "an array");
    return () -> JsonParts.elements(this);
  }

  /**
   * The members of an object in the order of their text; each is made when it is asked for.
   *
   * @throws JsonTypeException if this is no object
   */
  public Iterable<JsonMember> members() {
    require(JsonKind.OBJECT, "an object");
    return () -> JsonParts.members(this);
  }

  /**
   * The value at a pointer.
   *
   * @param pointer RFC 6901 text, such as {@code /orders/3/price}; empty for this value itself
   * @throws JsonMissingException if there is nothing; {@link #find(String)} does not throw then
   * @throws JsonPointerException if the text is no pointer
   */
  public Json at(String pointer) {
    return at(JsonPointer.parse(pointer));
  }

  /** The value at a pointer; see {@link #at(String)}. */
  public Json at(JsonPointer pointer) {
    int from = pointer.resolve(text, index());
    if (from < 0) {
      throw JsonParts.missing(this, pointer, -from - 1);
    }
    return slice(from);
  }

  /**
   * The value at a pointer, or empty if there is none; a JSON null that stands there is not empty.
   *
   * @throws JsonPointerException if the text is no pointer
   */
  public Optional<Json> find(String pointer) {
    return find(JsonPointer.parse(pointer));
  }

  /** The value at a pointer, or empty if there is none; see {@link #find(String)}. */
  public Optional<Json> find(JsonPointer pointer) {
    int from = pointer.resolve(text, index());
    return from < 0 ? Optional.empty() : Optional.of(slice(from));
  }

  /**
   * All that a JSONPath query finds, in its order; parse once what is used often, with {@link
   * JsonPath#parse}.
   *
   * @param path RFC 9535 text, such as {@code $.orders[?@.price > 10].id}
   * @throws dev.keyhold.error.JsonPathException if the text is no query
   * @throws LimitException if the query costs more than {@link JsonPathLimits#DEFAULT} allows
   */
  public List<Json> query(String path) {
    return JsonPath.parse(path).select(this);
  }

  /** The value that begins at an index of the text. */
  Json slice(int from) {
    return switch (text[from]) {
      case 'n' -> NULL;
      case 't' -> TRUE;
      case 'f' -> FALSE;
      default -> from == 0 ? this : copy(from, JsonScan.skip(text, index(), from));
    };
  }

  private Json copy(int from, int to) {
    byte[] part = Arrays.copyOfRange(text, from, to);
    JsonIndex index = index();
    return index != null && JsonIndex.isFor(part)
        ? new LargeJson(part, index.slice(from, to))
        : new Json(part);
  }

  // Changed copies

  /**
   * This value with another one at a place: a member that is there is replaced, one that is not is
   * added; an element has to be there, or the place behind the last ({@code /list/-}). Everything
   * above it has to be there, too. This value stays as it is; so with all that follow.
   *
   * @param pointer RFC 6901 text; empty for the whole value
   * @param value whatever {@link #of(Object)} takes
   * @throws JsonMissingException the way leads nowhere
   * @throws JsonPointerException the text is no pointer
   * @throws LimitException the result would be too deep or too large
   */
  public Json set(String pointer, @Nullable Object value) {
    return edit(pointer).set(of(value));
  }

  /** As {@link #set}, but in an array between the elements (RFC 6902's add). */
  public Json add(String pointer, @Nullable Object value) {
    return edit(pointer).add(of(value));
  }

  /** As {@link #set}, but something has to be there. */
  public Json replace(String pointer, @Nullable Object value) {
    return edit(pointer).replace(of(value));
  }

  /**
   * This value without what is at a place.
   *
   * @throws JsonMissingException there is nothing
   * @throws JsonTypeException the place is the whole value
   */
  public Json remove(String pointer) {
    return edit(pointer).remove();
  }

  /**
   * This value with one more element in the array at a place.
   *
   * @throws JsonMissingException there is nothing
   * @throws JsonTypeException there is something else than an array
   */
  public Json append(String pointer, @Nullable Object element) {
    return edit(pointer).append(of(element));
  }

  /**
   * This value with something added to the number at a place; exactly, whatever the digits.
   *
   * @param by a number
   * @throws JsonMissingException there is nothing
   * @throws JsonTypeException there is something else than a number, or {@code by} is none
   * @throws LimitException the sum would have more digits than {@link JsonLimits#DEFAULT} allows
   */
  public Json increment(String pointer, Object by) {
    return edit(pointer).increment(of(by));
  }

  private JsonEdit edit(String pointer) {
    return new JsonEdit(this, JsonPointer.parse(pointer));
  }

  // Conversions

  /**
   * A Java object made of this value by Jackson: a record, a class, an array, a {@code JsonNode}.
   * Members that the type does not know are passed over; a member that is itself declared as {@code
   * Json} is taken as it is. Nothing is bent: no fraction is cut off to make an integer (one in a
   * Java object has to be written without point and exponent), and no string is read as a number.
   *
   * @throws JsonConversionException if this value does not fit the type, with the path of what did
   *     not; and for JSON null, unless the type has an object for it: ask {@link #isNull()} first
   */
  public <T> T as(Class<T> type) {
    return JsonConversion.read(this, type);
  }

  /** As {@link #as(Class)}, for generic types: {@code as(new TypeReference<List<User>>() {})}. */
  public <T> T as(TypeReference<T> type) {
    return JsonConversion.read(this, type);
  }

  /** This value as Jackson's tree; numbers keep their digits. */
  public JsonNode toNode() {
    return as(JsonNode.class);
  }

  // Text

  /** The number of bytes of the text. */
  public int byteLength() {
    return text.length;
  }

  /** The text in UTF-8; a copy. */
  public byte[] toBytes() {
    return text.clone();
  }

  /**
   * Writes the text in UTF-8. The stream is given a copy if the text is small, and parts of one if
   * it is large: what it does with them cannot change this value.
   */
  public void writeTo(OutputStream out) throws IOException {
    JsonParts.writeTo(text, out);
  }

  /** The text, cut behind so many characters and ended by {@code …} if it is longer. */
  public String preview(int charsMax) {
    return JsonScan.preview(text, charsMax);
  }

  /** Whether the other is a {@code Json} that stands for the same value. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || (other instanceof Json that && JsonEquality.equal(this, that));
  }

  /** Equal for equal values, and the same in every run. */
  @Override
  public int hashCode() {
    return JsonEquality.hash(text);
  }

  /** The text. */
  @Override
  public String toString() {
    return new String(text, StandardCharsets.UTF_8);
  }

  /** The text itself, for this package to read. */
  byte[] text() {
    return text;
  }

  /** The index of the text; null if it is small. */
  @Nullable JsonIndex index() {
    return null;
  }
}

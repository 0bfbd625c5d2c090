package dev.keyhold.json;

import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.JsonMissingException;
import dev.keyhold.error.JsonParseException;
import dev.keyhold.error.JsonPointerException;
import dev.keyhold.error.JsonTypeException;
import dev.keyhold.error.LimitException;
import dev.keyhold.internal.memory.HeapLayout;
import dev.keyhold.internal.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

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
 *
 * <p>Any Jackson mapper writes a {@code Json} that it meets as the JSON it is, and reads one where
 * a property is declared so.
 */
@JsonSerialize(using = JsonAsJson.Writer.class)
@JsonDeserialize(using = JsonAsJson.Reader.class)
public sealed class Json extends JsonAccess permits LargeJson {
  /*
   * One field; large containers are a subclass, which has an index of the text beside it, so that
   * small values do not pay for it. The text is minified (JsonScan relies on that: no white space,
   * canonical strings, unique names) and never changes; it leaves this package only as a copy, or in
   * a buffer that can only be read. Where minified text comes from is few places: the minifier,
   * quote(), and what puts parts of minified text together.
   */

  /** JSON null. */
  public static final Json NULL = new Json("null".getBytes(StandardCharsets.US_ASCII));

  /** JSON true. */
  public static final Json TRUE = new Json("true".getBytes(StandardCharsets.US_ASCII));

  /** JSON false. */
  public static final Json FALSE = new Json("false".getBytes(StandardCharsets.US_ASCII));

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
   * Reads a text in UTF-8 up to the end of a stream, which stays open. At most one byte more than
   * the limit is read: a stream without an end is refused rather than read to it. See {@link
   * #parse(String)}.
   *
   * @throws IOException whatever the stream throws
   */
  public static Json parse(InputStream text) throws IOException {
    return parse(text, JsonLimits.DEFAULT);
  }

  /** Reads a stream within limits of the caller's; see {@link #parse(InputStream)}. */
  public static Json parse(InputStream text, JsonLimits limits) throws IOException {
    return JsonInput.parse(text::read, limits);
  }

  /**
   * Reads a text in UTF-8 up to the end of a channel, which stays open; see {@link
   * #parse(InputStream)}.
   *
   * @throws IllegalStateException if nothing comes although the end has not: the channel is in
   *     non-blocking mode
   */
  public static Json parse(ReadableByteChannel text) throws IOException {
    return parse(text, JsonLimits.DEFAULT);
  }

  /** Reads a channel within limits of the caller's; see {@link #parse(ReadableByteChannel)}. */
  public static Json parse(ReadableByteChannel text, JsonLimits limits) throws IOException {
    return JsonInput.parse(
        (into, from, room) -> text.read(ByteBuffer.wrap(into, from, room)), limits);
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
    return JsonStrings.value(String.valueOf(value));
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
   * Json} as itself, a {@link JsonBuilder} as what it builds, and whatever else Jackson can write:
   * records, maps, collections, arrays, {@code Optional}, {@code JsonNode}, {@code java.time} as
   * ISO 8601 text, classes with properties or Jackson's annotations. What they hold may be {@code
   * Json} again.
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
      case JsonBuilder builder -> builder.build();
      case String text -> JsonStrings.value(text);
      case Boolean truth -> of(truth.booleanValue());
      case Long number -> of(number.longValue());
      case Integer number -> of(number.longValue());
      case Double number -> of(number.doubleValue());
      case Float number -> of(number.floatValue());
      case Character character -> of(character.charValue());
      default -> JsonConversion.write(value);
    };
  }

  /** Begins an object: {@code Json.object().put("id", 7).put("tags", List.of("new")).build()}. */
  public static JsonObjectBuilder object() {
    return object(JsonLimits.DEFAULT);
  }

  /** Begins an object that has to stay within limits of the caller's. */
  public static JsonObjectBuilder object(JsonLimits limits) {
    return new JsonObjectBuilder(limits);
  }

  /** Begins an array: {@code Json.array().add(1).add("two").build()}. */
  public static JsonArrayBuilder array() {
    return array(JsonLimits.DEFAULT);
  }

  /** Begins an array that has to stay within limits of the caller's. */
  public static JsonArrayBuilder array(JsonLimits limits) {
    return new JsonArrayBuilder(limits);
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

  /** The elements of an array as a stream; see {@link #elements()}. */
  public Stream<Json> elementStream() {
    return JsonParts.stream(elements());
  }

  /** The members of an object as a stream; see {@link #members()}. */
  public Stream<JsonMember> memberStream() {
    return JsonParts.stream(members());
  }

  /**
   * The names of an object's members in the order of their text; the values are passed over.
   *
   * @throws JsonTypeException if this is no object
   */
  public Iterable<String> names() {
    require(JsonKind.OBJECT, "an object");
    return () -> JsonParts.names(this);
  }

  /**
   * The member of an object with a name, or empty if there is none. The name is no pointer: nothing
   * in it is escaped.
   *
   * @throws JsonTypeException if this is no object
   */
  public Optional<Json> member(String name) {
    require(JsonKind.OBJECT, "an object");
    return Utf8.unpairedSurrogate(name) < 0
        ? find(JsonPointer.ROOT.append(name))
        : Optional.empty();
  }

  /**
   * The element of an array at an index, from 0, or empty if there is none.
   *
   * @throws JsonTypeException if this is no array
   */
  public Optional<Json> element(int index) {
    require(JsonKind.ARRAY, "an array");
    return index < 0 ? Optional.empty() : find(JsonPointer.ROOT.append(index));
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
   * This value with something added to the number at a place. The sum is exact and has no width:
   * nothing is rounded, and what 64 bits cannot hold goes on in more digits. A sum of integers is
   * written without point and exponent while a long holds it, any other with the digits that {@link
   * BigDecimal#add} gives it: {@code 1.10 + 0.2} is {@code 1.30}.
   *
   * @param by a number, or whatever {@link #of(Object)} makes one of; negative to take away
   * @throws JsonMissingException there is nothing
   * @throws JsonTypeException there is something else than a number, or {@code by} is none, or an
   *     exponent does not fit into 32 bits
   * @throws LimitException the sum would have more digits than {@link JsonLimits#DEFAULT} allows
   */
  public Json increment(String pointer, Object by) {
    return edit(pointer).increment(of(by));
  }

  private JsonEdit edit(String pointer) {
    return new JsonEdit(this, JsonPointer.parse(pointer));
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

  /**
   * How many bytes of heap this takes, about; {@link #NULL}, {@link #TRUE} and others that are
   * shared by all are for nothing.
   */
  public final long heapBytes() {
    if (this == NULL || this == TRUE || this == FALSE) {
      return 0;
    }
    JsonIndex index = index();
    long shell = HeapLayout.object(index == null ? 1 : 2, 0) + HeapLayout.array(text.length);
    return index == null ? shell : shell + index.heapBytes();
  }

  @Override
  byte[] text() {
    return text;
  }

  /** The index of the text; null if it is small. */
  @Nullable JsonIndex index() {
    return null;
  }
}

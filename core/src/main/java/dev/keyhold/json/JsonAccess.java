package dev.keyhold.json;

import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.JsonTypeException;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * The part of {@link Json} that tells of the value itself: its kind, its scalar, what Java object
 * it makes, its text. All it knows is that text.
 */
abstract sealed class JsonAccess permits Json {
  private static final int PREVIEW_CHARS = 40;

  JsonAccess() {}

  /** The text itself, for this package to read: minified, well-formed UTF-8; never empty. */
  abstract byte[] text();

  // What kind of value it is

  /** The kind of this value. */
  public JsonKind kind() {
    return JsonKind.ofFirst(text()[0]);
  }

  /** Whether this is JSON null. */
  public boolean isNull() {
    return text()[0] == 'n';
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
    return text()[0] == '"';
  }

  /** Whether this is an array. */
  public boolean isArray() {
    return text()[0] == '[';
  }

  /** Whether this is an object. */
  public boolean isObject() {
    return text()[0] == '{';
  }

  // Scalars

  /**
   * The truth value.
   *
   * @throws JsonTypeException if this is no boolean
   */
  public boolean asBoolean() {
    require(JsonKind.BOOLEAN, "a boolean");
    return text()[0] == 't';
  }

  /** Whether this is a number that {@link #asLong()} has: no fraction, and 64 bits hold it. */
  public boolean isLong() {
    return isNumber() && number().isLong();
  }

  /**
   * The number, exactly: {@code 100}, {@code 100.0} and {@code 1e2} are all 100.
   *
   * @throws JsonTypeException if this is no number, has a fraction, or does not fit
   */
  public long asLong() {
    require(JsonKind.NUMBER, "a long");
    try {
      return number().toLong();
    } catch (ArithmeticException inexact) {
      throw notExactly("a long (64 bits, no fraction); asBigDecimal() or asDouble() can");
    }
  }

  /** As {@link #asLong()}, but it has to fit into an int. */
  public int asInt() {
    require(JsonKind.NUMBER, "an int");
    try {
      return Math.toIntExact(number().toLong());
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
    byte[] text = text();
    return JsonStrings.unquote(text, 0, text.length);
  }

  private JsonNumber number() {
    byte[] text = text();
    return new JsonNumber(text, 0, text.length);
  }

  final void require(JsonKind wanted, String as) {
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
    return JsonConversion.read(text(), type);
  }

  /** As {@link #as(Class)}, for generic types: {@code as(new TypeReference<List<User>>() {})}. */
  public <T> T as(TypeReference<T> type) {
    return JsonConversion.read(text(), type);
  }

  /** This value as Jackson's tree; numbers keep their digits. */
  public JsonNode toNode() {
    return as(JsonNode.class);
  }

  // Text

  /** The number of bytes of the text. */
  public int byteLength() {
    return text().length;
  }

  /** The text in UTF-8; a copy. */
  public byte[] toBytes() {
    return text().clone();
  }

  /**
   * Writes the text in UTF-8. The stream is given a copy if the text is small, and parts of one if
   * it is large: what it does with them cannot change this value.
   */
  public void writeTo(OutputStream out) throws IOException {
    JsonParts.writeTo(text(), out);
  }

  /**
   * Writes the text in UTF-8, all of it. The channel sees this value through a buffer that can only
   * be read.
   *
   * @throws IllegalStateException if the channel takes nothing, as one in non-blocking mode does
   *     that is full; part of the text may have been written
   */
  public void writeTo(WritableByteChannel out) throws IOException {
    JsonParts.writeTo(text(), out);
  }

  /** The text, cut behind so many characters and ended by {@code …} if it is longer. */
  public String preview(int charsMax) {
    return JsonScan.preview(text(), charsMax);
  }

  /** The text. */
  @Override
  public String toString() {
    return new String(text(), StandardCharsets.UTF_8);
  }
}

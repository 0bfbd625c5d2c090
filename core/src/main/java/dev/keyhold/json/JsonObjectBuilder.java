package dev.keyhold.json;

import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.JsonTypeException;
import dev.keyhold.error.LimitException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object in the making; see {@link JsonBuilder}.
 *
 * <p>As in text that is read, of members with one name the last counts, and stands where the last
 * was put. Those before it are cut out by {@link #build}, and count for the limit until then.
 */
public final class JsonObjectBuilder implements JsonBuilder {
  private final ContainerText text;
  private final MemberNames names = new MemberNames();

  JsonObjectBuilder(JsonLimits limits) {
    this.text = new ContainerText('{', limits);
  }

  /**
   * Puts in a member.
   *
   * @param name any text, as it is: it is not a pointer, and nothing in it has to be escaped
   * @param value whatever {@link Json#of(Object)} takes; null becomes JSON null
   * @throws JsonConversionException if the value cannot be written as JSON, or the name has an
   *     unpaired surrogate
   * @throws LimitException if the object would be too deep or too large; it stays as it was
   */
  public JsonObjectBuilder put(String name, @Nullable Object value) {
    Objects.requireNonNull(name, "the name of a member is null; JSON has names of text only");
    JsonStrings.requirePaired(name);
    byte[] quoted = JsonStrings.quote(name);
    int from = text.member(quoted, Json.of(value));
    names.add(text.bytes(), from, from + quoted.length);
    return this;
  }

  /**
   * Puts in all members of an object, in its order.
   *
   * @param object whatever {@link Json#of(Object)} makes an object of: a {@code Json}, a map, a
   *     record
   * @throws JsonTypeException if it makes something else of it
   * @throws LimitException as for {@link #put}; then none was put in
   */
  public JsonObjectBuilder putAll(Object object) {
    Json members = Json.of(object);
    members.require(JsonKind.OBJECT, "members to be put in");
    byte[] source = members.text();
    int shift = text.parts(members) - 1;
    for (int at = 1; at < source.length - 1; ) {
      int nameEnd = JsonScan.skipString(source, at);
      names.add(text.bytes(), at + shift, nameEnd + shift);
      at = JsonScan.skip(source, nameEnd + 1) + 1;
    }
    return this;
  }

  @Override
  public Json build() {
    byte[] bytes = text.closedBy('}');
    MemberNames ending = names.copy();
    ending.end(bytes);
    int length = ending.cutLosers(bytes, bytes.length);
    return Json.minified(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
  }
}

package dev.keyhold.json;

import dev.keyhold.error.JsonConversionException;
import dev.keyhold.error.JsonTypeException;
import dev.keyhold.error.LimitException;
import org.jspecify.annotations.Nullable;

/** A JSON array in the making; see {@link JsonBuilder}. */
public final class JsonArrayBuilder implements JsonBuilder {
  private final ContainerText text;

  JsonArrayBuilder(JsonLimits limits) {
    this.text = new ContainerText('[', limits);
  }

  /**
   * Adds an element.
   *
   * @param element whatever {@link Json#of(Object)} takes; null becomes JSON null
   * @throws JsonConversionException if it cannot be written as JSON
   * @throws LimitException if the array would be too deep or too large; it stays as it was
   */
  public JsonArrayBuilder add(@Nullable Object element) {
    text.element(Json.of(element));
    return this;
  }

  /**
   * Adds all elements of an array, in its order.
   *
   * @param array whatever {@link Json#of(Object)} makes an array of: a {@code Json}, a collection,
   *     a Java array
   * @throws JsonTypeException if it makes something else of it
   * @throws LimitException as for {@link #add}; then none was added
   */
  public JsonArrayBuilder addAll(Object array) {
    Json elements = Json.of(array);
    elements.require(JsonKind.ARRAY, "elements to be added");
    text.parts(elements);
    return this;
  }

  @Override
  public Json build() {
    return Json.minified(text.closedBy(']'));
  }
}

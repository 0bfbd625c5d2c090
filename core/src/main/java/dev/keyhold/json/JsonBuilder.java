package dev.keyhold.json;

import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A JSON object or array in the making: {@link Json#object()} and {@link Json#array()} begin one.
 * What is put in is written as text at once, so that building costs little more than the text, and
 * {@link #build} copies it.
 *
 * <p>Wherever a value is taken, a builder is, too, and stands for what it would build then. A
 * builder has one owner at a time; what it has built anybody may use.
 */
@JsonSerialize(using = JsonAsJson.BuilderWriter.class)
public sealed interface JsonBuilder permits JsonObjectBuilder, JsonArrayBuilder {
  /** The value as it is by now. More may be put in afterwards, and the value stays as it is. */
  Json build();
}

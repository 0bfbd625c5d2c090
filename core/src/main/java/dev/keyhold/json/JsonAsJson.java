package dev.keyhold.json;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonGeneratorBase;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * How Jackson treats a {@link Json} that it meets, in mappers of anybody: as the JSON it is. The
 * annotations on the types lead here.
 */
final class JsonAsJson {
  private JsonAsJson() {}

  /** Writes the text as it stands; where no JSON text is written, the value token by token. */
  static final class Writer extends StdSerializer<Json> {
    Writer() {
      super(Json.class);
    }

    @Override
    public void serialize(Json value, JsonGenerator out, SerializationContext context) {
      if (out instanceof StrictGenerator || out instanceof JsonGeneratorBase) {
        out.writeRawValue(value.toString());
      } else {
        value.toNode().serialize(out, context);
      }
    }
  }

  /** Writes what a builder would build. */
  static final class BuilderWriter extends StdSerializer<JsonBuilder> {
    BuilderWriter() {
      super(JsonBuilder.class);
    }

    @Override
    public void serialize(JsonBuilder builder, JsonGenerator out, SerializationContext context) {
      new Writer().serialize(builder.build(), out, context);
    }
  }

  /** Takes the tokens of one value back into text. */
  static final class Reader extends StdDeserializer<Json> {
    Reader() {
      super(Json.class);
    }

    @Override
    public Json deserialize(JsonParser in, DeserializationContext context) {
      StringBuilder text = new StringBuilder();
      int depth = 0;
      boolean separate = false;
      while (true) {
        JsonToken token = in.currentToken();
        if (separate && !token.isStructEnd()) {
          text.append(',');
        }
        text.append(text(in, token));
        separate = !token.isStructStart() && token != JsonToken.PROPERTY_NAME;
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth == 0) {
          return Json.parse(text.toString(), JsonLimits.CEILING);
        }
        in.nextToken();
      }
    }

    /** A token as it stands in JSON text; of a number, the digits it was read from. */
    private static String text(JsonParser in, JsonToken token) {
      return switch (token) {
        case START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY -> token.asString();
        case PROPERTY_NAME -> quote(in.currentName()) + ":";
        case VALUE_STRING -> quote(in.getString());
        case VALUE_EMBEDDED_OBJECT -> Json.of(in.getEmbeddedObject()).toString();
        default -> in.getString();
      };
    }

    private static String quote(String text) {
      return new String(JsonStrings.quote(text), StandardCharsets.UTF_8);
    }

    @Override
    public Json getNullValue(DeserializationContext context) {
      return Json.NULL;
    }
  }
}
